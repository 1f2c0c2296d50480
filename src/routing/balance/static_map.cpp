// The static map behind static-rr and map-based hashing.
//
// Construction. Each slot goes to the server that lags most behind its share: every server's score grows by its weight
// a slot, the highest wins and pays the sum of weights. Scores are compared in whole multiples of that sum, so servers
// that lag by less than a turn draw, the earlier declared wins, and heavy servers come in short runs. Weights are
// reduced by their greatest common divisor first (see weight.hpp), hence the table is as small as it can be. Cost:
// slots times servers, at changes only.
//
// A trap that HAProxy has and this keeps: without `option allbackups` the table is as long as the first backup's weight
// only, but all usable backups compete for its slots. Only when that weight is 1 is the first backup alone in it, and
// with equal weights, reduced to 1, that is always so.
//
// Reference: HAProxy configuration manual, `balance static-rr` and `hash-type map-based`.
#include "routing/balance/static_map.hpp"

#include "routing/live/backend.hpp"

namespace hapax::routing {

void StaticMap::rebuild() {
  const auto size = static_cast<std::int32_t>(backend_.totals.weight);
  const bool backup = backend_.totals.active == 0;
  slots_.assign(static_cast<std::size_t>(size), model::kNone);
  scores_.assign(backend_.servers.size(), 0);
  for (model::Index& slot : slots_) {
    std::int32_t top = 0;
    for (const ServerLive& server : backend_.servers) {
      if (!server.usable || server.backup != backup) continue;
      if (size == 1) {
        slot = server.position;
        break;
      }
      std::int32_t& score = scores_[server.position];
      score += static_cast<std::int32_t>(server.weight);
      const std::int32_t value = (score + size) / size;
      if (slot == model::kNone || value > top) {
        slot = server.position;
        top = value;
      }
    }
    scores_[slot] -= size;
  }
}

model::Index StaticMap::lookup(std::uint32_t hash) const {
  return slots_.empty() ? model::kNone : slots_[hash % slots_.size()];
}

model::Index StaticMap::take(const Choice& choice) {
  const auto size = static_cast<std::uint32_t>(slots_.size());
  if (size == 0) return model::kNone;
  if (cursor_ >= size) cursor_ = 0;
  model::Index found = model::kNone;
  std::uint32_t after = 0;
  std::uint32_t at = cursor_;
  do {
    const model::Index server = slots_[at++];
    if (backend_.roomy(backend_.servers[server], choice.now)) {
      found = server;
      after = at;
      if (server != choice.avoid) break;
    }
    if (at == size) at = 0;
  } while (at != cursor_);
  if (found != model::kNone) cursor_ = after;
  return found;
}

}  // namespace hapax::routing
