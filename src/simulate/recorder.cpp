#include <simulate/recorder.hpp>

#include <algorithm>
#include <numeric>

namespace hapax::simulate {
namespace {

constexpr std::uint64_t kOpen = ~std::uint64_t{0};
constexpr std::size_t kRefusedShown = 10;
constexpr std::size_t kNowhere = ~std::size_t{0};

}  // namespace

bool is_refusal(routing::Outcome outcome, std::uint16_t status) {
  switch (outcome) {
    case routing::Outcome::denied:
    case routing::Outcome::tarpitted:
    case routing::Outcome::rejected:
      return true;
    case routing::Outcome::returned:
      return status >= 400;
    default:
      return false;
  }
}

Recorder::Recorder(const model::RoutingModel& model, const SimulateOptions& options)
    : decided_(options.decided),
      routes_(model.proxies.size() + 1),
      frontend_place_(model.proxies.size(), kNowhere),
      backend_place_(model.proxies.size(), kNowhere),
      servers_(model.servers.size()),
      backend_serving_(model.proxies.size()),
      waiting_(model.servers.size()),
      queues_(model.proxies.size()),
      most_connections_(model.proxies.size()),
      model_(model) {
  if (options.series) series_ = std::make_unique<SeriesRecorder>(model);
  for (std::size_t i = 0; i < model.proxies.size(); ++i) {
    const model::Proxy& proxy = model.proxies[i];
    if (proxy.kind != model::Proxy::Kind::backend) {
      frontend_place_[i] = result_.frontends.size();
      result_.frontends.emplace_back().name = proxy.name;
    }
    if (proxy.kind != model::Proxy::Kind::frontend) {
      backend_place_[i] = result_.backends.size();
      result_.backends.emplace_back().name = proxy.name;
    }
  }
  for (const model::Server& server : model.servers) {
    backend_of_.push_back(server.proxy);
    ServerResult& entry = result_.servers.emplace_back();
    entry.backend = model.proxies[server.proxy].name;
    entry.name = server.name;
    entry.backup = server.backup;
    entry.weight = server.weight;
    entry.maxconn = server.maxconn;
  }
}

void Recorder::begin(routing::Time t) {
  if (series_) series_->begin(t);
}

void Recorder::add_total_of_another(ServerFigures& server, Route& route, model::Index frontend, routing::Time total) {
  if (server.usual == model::kNone) {
    server.usual = frontend;
    server.total.add(total);
  } else {
    server.unusual.add(total);
    route.total.add(total);
  }
}

Recorder::Route& Recorder::make_route(std::vector<Route>& routes, model::Index frontend, model::Index backend) {
  return routes.emplace_back(Route{frontend, backend, {}, {}, {}});
}

void Recorder::add(Route& route, ProxyResult& to) {
  for (std::size_t i = 0; i < route.outcomes.size(); ++i) {
    to.requests += route.outcomes[i];
    to.outcomes[i] += route.outcomes[i];
  }
  to.total.add(route.total.histogram());
  to.queue.add(route.queue.histogram());
}

void Recorder::hand_out(const Decision& decision) {
  const auto place = static_cast<std::size_t>(decision.index - next_);
  while (pending_.size() <= place) pending_.emplace_back().index = kOpen;
  pending_[place] = decision;
  while (!pending_.empty() && pending_.front().index != kOpen) {
    decided_(pending_.front());
    pending_.pop_front();
    ++next_;
  }
}

void Recorder::flush() {
  if (!decided_) return;
  for (const Decision& decision : pending_) {
    if (decision.index != kOpen) decided_(decision);
  }
  next_ += pending_.size();
  pending_.clear();
}

void Recorder::refused(const routing::Address& client, model::Index rule, routing::Time t) {
  refused_clients_.add(client, t);
  if (rule == model::kNone) return;
  Refusals& refusals = refusals_.try_emplace(rule, Refusals{0, t, t}).first->second;
  ++refusals.count;
  refusals.last = t;
}

void Recorder::series_finished(const Decision& decision, bool refused, routing::Time t) {
  const bool good = decision.outcome == routing::Outcome::served || decision.outcome == routing::Outcome::redirected ||
                    decision.outcome == routing::Outcome::returned;
  const auto count = [&](std::size_t track) {
    SeriesPoint& point = series_->at(track, t);
    ++point.requests;
    if (refused) {
      ++point.refused;
    } else if (!good) {
      ++point.errors;
    }
    if (decision.outcome == routing::Outcome::served) point.latency.add(decision.total);
  };
  count(series_->frontend(decision.frontend));
  if (decision.backend != model::kNone) count(series_->backend(decision.backend));
  if (decision.server != model::kNone) count(series_->server(decision.server));
}

void Recorder::series_in_service(model::Index server, int change, routing::Time t) {
  const model::Index backend = backend_of_[server];
  backend_serving_[backend] += static_cast<std::uint64_t>(static_cast<std::int64_t>(change));
  series_->in_use(series_->server(server), servers_[server].serving, t);
  series_->in_use(series_->backend(backend), backend_serving_[backend], t);
  if (change > 0) ++series_->at(series_->server(server), t).arrived;
}

void Recorder::series_in_queue(model::Index backend, model::Index server, int change, routing::Time t) {
  series_->queue(series_->backend(backend), static_cast<std::uint64_t>(queues_[backend].length), t);
  if (server == model::kNone) return;
  waiting_[server] += static_cast<std::uint64_t>(static_cast<std::int64_t>(change));
  series_->queue(series_->server(server), waiting_[server], t);
}

void Recorder::series_connections(model::Index frontend, std::uint64_t open, std::uint64_t waiting, routing::Time t) {
  series_->in_use(series_->frontend(frontend), open, t);
  series_->queue(series_->frontend(frontend), waiting, t);
}

void Recorder::give_times_to_routes() {
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    if (servers_[i].usual == model::kNone) continue;
    Decision like;
    like.frontend = servers_[i].usual;
    like.backend = backend_of_[i];
    route_of(like).total.add(servers_[i].total.histogram());
  }
}

void Recorder::put_together() {
  give_times_to_routes();
  // In the order of the frontends, within one of the backends, those that got to none last.
  std::vector<Route*> all;
  for (std::vector<Route>& routes : routes_) {
    for (Route& route : routes) all.push_back(&route);
  }
  std::stable_sort(all.begin(), all.end(), [](const Route* a, const Route* b) { return a->frontend < b->frontend; });
  for (Route* const route : all) {
    ProxyResult& frontend = result_.frontends[frontend_place_[route->frontend]];
    ProxyResult* const backend =
        route->backend == model::kNone ? nullptr : &result_.backends[backend_place_[route->backend]];
    const std::uint64_t before = frontend.requests;
    add(*route, frontend);
    if (backend != nullptr) add(*route, *backend);
    for (std::size_t i = 0; i < route->outcomes.size(); ++i) result_.outcomes[i] += route->outcomes[i];
    result_.routes.push_back({frontend.name, backend == nullptr ? "" : backend->name, frontend.requests - before});
  }
}

void Recorder::put_together_proxies() {
  for (std::size_t i = 0; i < queues_.size(); ++i) {
    if (frontend_place_[i] != kNowhere) result_.frontends[frontend_place_[i]].most_connections = most_connections_[i];
    if (backend_place_[i] == kNowhere) continue;
    ProxyResult& backend = result_.backends[backend_place_[i]];
    backend.longest_queue = static_cast<std::uint64_t>(queues_[i].longest);
    backend.queue_integral = queues_[i].integral;
  }
}

void Recorder::put_together_servers() {
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    ServerFigures& figures = servers_[i];
    ServerResult& server = result_.servers[i];
    server.most_at_once = figures.most_at_once;
    server.busy = figures.busy;
    server.outcomes = figures.outcomes;
    server.requests = std::accumulate(figures.outcomes.begin(), figures.outcomes.end(), std::uint64_t{0});
    server.total = figures.total.histogram();
    server.total.add(figures.unusual);
  }
}

void Recorder::put_together_rules() {
  for (const auto& [index, refusals] : refusals_) {
    const model::Rule& rule = model_.rules[index];
    const bool placed = rule.place.file < model_.files.size();
    result_.refusing_rules.push_back({placed ? model_.files[rule.place.file] : std::string(), rule.place.line,
                                      rule.text, refusals.count, refusals.first, refusals.last});
  }
  // Those that turned away as many stay in the order of the configuration.
  std::stable_sort(result_.refusing_rules.begin(), result_.refusing_rules.end(),
                   [](const RefusingRule& a, const RefusingRule& b) { return a.count > b.count; });
}

void Recorder::end(routing::Time t) {
  flush();
  put_together();
  put_together_proxies();
  put_together_servers();
  put_together_rules();
  result_.refused_clients = refused_clients_.most(kRefusedShown);
  if (series_) result_.series = series_->finish(t);
}

}  // namespace hapax::simulate
