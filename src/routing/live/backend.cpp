#include "routing/live/backend.hpp"

#include <algorithm>

#include "routing/live/weight.hpp"

namespace hapax::routing {

void Backend::recount() {
  const model::Index former_backup = totals.single_backup;
  totals = {};
  totals.active_weight = drift[0];
  totals.backup_weight = drift[1];
  for (const ServerLive& server : servers) {
    if (!server.usable) continue;
    (server.backup ? totals.backup : totals.active) += 1;
    (server.backup ? totals.backup_weight : totals.active_weight) += server.weight;
    if (server.backup && !config->allbackups && totals.single_backup == model::kNone) {
      totals.single_backup = server.position;
    }
  }
  // Under sticky the single backup is the one of the start, whether or not it may be used: where it is not, its weight
  // still says whether anybody is asked.
  if (counted_ && is_sticky(*this)) totals.single_backup = former_backup;
  counted_ = true;
  if (totals.active > 0) {
    totals.weight = totals.active_weight;
    totals.used = totals.active;
  } else if (totals.single_backup != model::kNone) {
    totals.weight = servers[totals.single_backup].weight;
    totals.used = 1;
  } else {
    totals.weight = totals.backup_weight;
    totals.used = totals.backup;
  }
}

void Backend::recount_slots() {
  bounded_ = true;
  free_slots_ = 0;
  for (const ServerLive& server : servers) {
    bounded_ = bounded_ && server.ceiling() > 0 && server.maxqueue == 0;
    if (server.served < server.ceiling()) free_slots_ += server.ceiling() - server.served;
  }
}

std::uint32_t Backend::dynamic_limit(const ServerLive& server, Time now) const {
  const auto fullconn = static_cast<std::uint32_t>(config->fullconn);
  std::uint32_t limit = server.maxconn;
  if (connections < fullconn && server.minconn != server.maxconn) {
    limit = std::max(server.minconn, connections * server.maxconn / fullconn);
  }
  if (server.state == RunState::starting) {
    const auto seconds = static_cast<std::uint32_t>((now - server.rose_at) / kSecond);
    if (seconds < server.warmup) limit = std::max(1U, limit * (100 * seconds / server.warmup) / 100);
  }
  return limit;
}

}  // namespace hapax::routing
