#include "routing/live/explain.hpp"

#include <fmt/format.h>

namespace hapax::routing {

namespace {

using model::BalanceAlgorithm;

struct Wording {
  std::string_view name;
  std::string_view chosen;
  std::string_view passed_over;
};

Wording wording(BalanceAlgorithm algorithm) {
  constexpr std::string_view kKey = "the key is its own";
  constexpr std::string_view kOther = "the key belongs to another";
  switch (algorithm) {
    case BalanceAlgorithm::roundrobin:
      return {"roundrobin", "its turn", "not its turn"};
    case BalanceAlgorithm::static_rr:
      return {"static-rr", "its slot", "not its slot"};
    case BalanceAlgorithm::leastconn:
      return {"leastconn", "least load for its weight", "not first among the least loaded"};
    case BalanceAlgorithm::first:
      return {"first", "lowest id with room", "a lower id has room"};
    case BalanceAlgorithm::random:
      return {"random", "drawn", "not drawn, or more loaded than the other draw"};
    case BalanceAlgorithm::source:
      return {"source", kKey, kOther};
    case BalanceAlgorithm::uri:
      return {"uri", kKey, kOther};
    case BalanceAlgorithm::url_param:
      return {"url_param", kKey, kOther};
    case BalanceAlgorithm::hdr:
      return {"hdr", kKey, kOther};
    case BalanceAlgorithm::rdp_cookie:
      return {"rdp-cookie", kKey, kOther};
    case BalanceAlgorithm::hash:
      return {"hash", kKey, kOther};
    case BalanceAlgorithm::sticky:
      return {"sticky", "in office", "another is in office"};
    case BalanceAlgorithm::log_hash:
      return {"log-hash", kKey, kOther};
  }
  return {};
}

std::string why_unusable(const ServerLive& server) {
  if (server.maintenance != 0) return "in maintenance";
  if (server.state == RunState::stopped) return "down";
  if (server.drain != 0) return "draining";
  if (server.state == RunState::stopping) return "stopping: its check asks for no new clients";
  return "weight 0";
}

std::string why_passed_over(const Backend& backend, const ServerLive& server, Time now) {
  if (!server.usable) return why_unusable(server);
  if (server.backup && backend.totals.active > 0) return "backup: active servers are up";
  if (server.backup && !backend.config->allbackups && server.position != backend.totals.single_backup) {
    return "backup: another one comes first";
  }
  if (!backend.roomy(server, now)) {
    return fmt::format("full: {} of {} slots taken, {} waiting", server.served, backend.limit(server, now),
                       server.queue.size());
  }
  return std::string(wording(backend.config->balance.algorithm).passed_over);
}

std::string why_chosen(const Backend& backend, const ServerLive& server, const Placement& placement, bool persistent,
                       Time now) {
  const Wording words = wording(backend.config->balance.algorithm);
  std::string why = persistent ? "assigned by persistence" : fmt::format("{}: {}", words.name, words.chosen);
  if (placement.kind == Placement::Kind::queued) {
    why += fmt::format("; full ({} of {} slots taken), number {} in its queue", server.served,
                       backend.limit(server, now), server.queue.size());
  }
  if (placement.kind == Placement::Kind::refused) {
    why += fmt::format("; full, and its queue too: {} waiting", server.queue.size());
  }
  return why;
}

}  // namespace

void explain(const Backend& backend, const Ticket& ticket, const Placement& placement, model::Index persistent,
             Time now, Trace& trace) {
  for (const ServerLive& server : backend.servers) {
    const bool chosen = server.index == ticket.server;
    trace.server(server.index, chosen && placement.kind != Placement::Kind::refused,
                 chosen ? why_chosen(backend, server, placement, server.index == persistent, now)
                        : why_passed_over(backend, server, now));
  }
}

}  // namespace hapax::routing
