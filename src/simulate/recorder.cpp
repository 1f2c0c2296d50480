#include <simulate/recorder.hpp>

#include <algorithm>

namespace hapax::simulate {
namespace {

constexpr std::uint64_t kOpen = ~std::uint64_t{0};

}  // namespace

Recorder::Recorder(const model::RoutingModel& model, const std::function<void(const Decision&)>& decided)
    : decided_(decided),
      frontend_place_(model.proxies.size()),
      backend_place_(model.proxies.size()),
      serving_(model.servers.size()),
      queues_(model.proxies.size()) {
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
    ServerResult& entry = result_.servers.emplace_back();
    entry.backend = model.proxies[server.proxy].name;
    entry.name = server.name;
    entry.backup = server.backup;
    entry.weight = server.weight;
    entry.maxconn = server.maxconn;
  }
}

void Recorder::finished(const Decision& decision, routing::Time busy) {
  const auto outcome = static_cast<std::size_t>(decision.outcome);
  const bool served = decision.outcome == routing::Outcome::served;
  const auto count = [&](ProxyResult& entry) {
    ++entry.requests;
    ++entry.outcomes[outcome];
    if (served) entry.total.add(decision.total);
    if (decision.queue >= 0) entry.queue.add(decision.queue);
  };
  ++result_.outcomes[outcome];
  count(result_.frontends[frontend_place_[decision.frontend]]);
  if (decision.backend != model::kNone) count(result_.backends[backend_place_[decision.backend]]);
  if (decision.server != model::kNone) {
    ServerResult& server = result_.servers[decision.server];
    ++server.requests;
    ++server.outcomes[outcome];
    if (served) server.total.add(decision.total);
    server.busy += static_cast<double>(busy);
  }
  if (!decided_) return;
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

void Recorder::in_service(model::Index server, int change) {
  serving_[server] += static_cast<std::uint64_t>(static_cast<std::int64_t>(change));
  result_.servers[server].most_at_once = std::max(result_.servers[server].most_at_once, serving_[server]);
}

void Recorder::in_queue(model::Index backend, int change, routing::Time now) {
  Queue& queue = queues_[backend];
  ProxyResult& entry = result_.backends[backend_place_[backend]];
  entry.queue_integral += static_cast<double>(queue.length) * static_cast<double>(now - queue.since);
  queue.since = now;
  queue.length += static_cast<std::uint64_t>(static_cast<std::int64_t>(change));
  entry.longest_queue = std::max(entry.longest_queue, queue.length);
}

void Recorder::connections(model::Index frontend, std::uint64_t open) {
  ProxyResult& entry = result_.frontends[frontend_place_[frontend]];
  entry.most_connections = std::max(entry.most_connections, open);
}

}  // namespace hapax::simulate
