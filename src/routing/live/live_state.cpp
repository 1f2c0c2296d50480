#include "routing/live/live_state.hpp"

#include "routing/live/weight.hpp"

namespace hapax::routing {

namespace {

std::uint32_t narrow(std::int64_t limit) { return static_cast<std::uint32_t>(limit); }

/// A server's seconds of warm-up: HAProxy rounds them up.
std::uint32_t whole_seconds(model::Nanoseconds time) {
  return time <= 0 ? 0 : static_cast<std::uint32_t>((time + kSecond - 1) / kSecond);
}

/// Must someone be able to cut the connections to this server?
bool sessions_may_be_cut(const model::RoutingModel& model, const model::Proxy& proxy, const model::Server& server) {
  if (server.shutdown_on_marked_down) return true;
  if (!server.backup) return false;
  for (model::Index i = proxy.servers.first; i < proxy.servers.end(); ++i) {
    if (model.servers[i].shutdown_backups_on_marked_up) return true;
  }
  return false;
}

}  // namespace

void Effects::clear() {
  connect.clear();
  refused.clear();
  closed.clear();
  check_soon.clear();
}

ServerLive LiveState::fresh_server(const model::Proxy& proxy, model::Index index) {
  ServerLive server(&memory_);
  server.config = &model_.servers[index];
  server.index = index;
  server.position = index - proxy.servers.first;
  // minconn alone stands for both, and so does the smaller of the two.
  const std::int64_t minconn = server.config->minconn;
  const std::int64_t maxconn = server.config->maxconn;
  server.maxconn = narrow(std::max(minconn, maxconn));
  server.minconn = narrow(minconn > 0 ? minconn : maxconn);
  server.maxqueue = narrow(server.config->maxqueue);
  server.observe = server.config->observe;
  server.user_weight = server.config->weight;
  server.backup = server.config->backup;
  server.follow_sessions = sessions_may_be_cut(model_, proxy, *server.config);
  server.warmup = whole_seconds(server.config->slowstart);
  restart_health(server);
  if (!server.health.up()) server.state = RunState::stopped;
  if (server.config->disabled) {
    server.maintenance = kMarkForced;
    server.state = RunState::stopped;
  }
  return server;
}

LiveState::LiveState(const model::RoutingModel& model, RandomSource& random, Time now)
    : model_(model), places_(model.servers.size()) {
  backends_.resize(model.proxies.size());
  for (model::Index index = 0; index < model.proxies.size(); ++index) {
    const model::Proxy& proxy = model.proxies[index];
    backends_[index] = std::make_unique<Backend>(proxy, model.target, &memory_);
    Backend& backend = *backends_[index];
    backend.servers.reserve(proxy.servers.count);
    for (model::Index server = proxy.servers.first; server < proxy.servers.end(); ++server) {
      backend.servers.push_back(fresh_server(proxy, server));
      places_[server] = {index, server - proxy.servers.first};
      observes_ = observes_ || model.servers[server].observe != model::Observe::none;
    }
    backend.weight_divisor = weight_divisor(backend);
    backend.recount_slots();
  }
  // What tracks a server starts as that one does.
  for (model::Index index = 0; index < model.servers.size(); ++index) {
    const model::Index tracked = model.servers[index].track;
    if (tracked == model::kNone) continue;
    ServerLive& leader = member(tracked).server;
    ServerLive& follower = member(index).server;
    leader.trackers.push_back(index);
    if (leader.maintenance != 0) follower.maintenance |= kMarkInherited;
    if (leader.state == RunState::stopped) follower.state = RunState::stopped;
  }
  for (auto& backend : backends_) {
    for (ServerLive& server : backend->servers) {
      server.weight = effective_weight(*backend, server, now);
      server.usable = server.weight > 0 && server.state == RunState::running;
    }
    backend->recount();
    backend->algorithm = make_algorithm(*backend, random, shared_sequence_);
  }
}

LiveState::~LiveState() = default;

const ServerLive& LiveState::live(model::Index server) const {
  const Place place = places_[server];
  return backends_[place.backend]->servers[place.position];
}

bool LiveState::acceptable(model::Index server, bool force_persist) const {
  const ServerLive& state = live(server);
  return state.state != RunState::stopped || force_persist || backends_[places_[server].backend]->config->persist;
}

void LiveState::assign(Ticket& ticket, model::Index server) {
  ticket.server = server;
  ticket.assigned = true;
}

bool LiveState::is_up(model::Index server) const {
  const ServerLive& state = live(server);
  const bool checked =
      state.config->check.kind != model::HealthCheck::Kind::none || state.config->track != model::kNone;
  return state.maintenance == 0 && (!checked || state.state != RunState::stopped);
}

ServerSnapshot LiveState::server(model::Index server, Time now) const {
  const ServerLive& state = live(server);
  ServerSnapshot snapshot;
  snapshot.state = state.state;
  snapshot.maintenance = state.maintenance != 0;
  snapshot.draining = state.drain != 0;
  snapshot.usable = state.usable;
  snapshot.weight = state.user_weight;
  const Backend& backend = *backends_[places_[server].backend];
  snapshot.effective_weight =
      follows_weights(backend) ? state.weight : state.weight * backend.weight_divisor * kWeightScale;
  snapshot.health = state.health.count;
  snapshot.served = state.served;
  snapshot.current = state.current;
  snapshot.queued = state.queue.size();
  snapshot.limit = state.maxconn == 0 ? 0 : backend.limit(state, now);
  return snapshot;
}

BackendSnapshot LiveState::backend(model::Index proxy) const {
  const Backend& backend = *backends_[proxy];
  BackendSnapshot snapshot;
  snapshot.connections = backend.connections;
  snapshot.served = backend.served;
  snapshot.queued = backend.queue.size();
  snapshot.usable_active = backend.totals.active;
  snapshot.usable_backup = backend.totals.backup;
  snapshot.usable_servers = backend.config->disabled ? 0 : backend.totals.used;
  return snapshot;
}

}  // namespace hapax::routing
