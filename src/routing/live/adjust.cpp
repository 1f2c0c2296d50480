// What an administrator or an agent changes at run time beside a server's state: its weight and its limit; and the
// warm-up, which changes the weight by the clock.
//
// Warm-up (slowstart). A server that rises starts with a sixteenth of its weight and gets its share of the rest every
// second; at the first step at or past the configured time it is RUNNING with its full weight. Algorithms whose weights
// are fixed at start do not warm up, but the limit on connections (Backend::limit) holds for all.
//
// Reference: HAProxy configuration manual, `slowstart`, `weight`; management guide, `set server`, `set maxconn server`.
#include <algorithm>

#include "routing/live/live_state.hpp"
#include "routing/live/weight.hpp"

namespace hapax::routing {

bool LiveState::set_weight(model::Index server, std::uint32_t value, bool percent, Time now, Effects& /*effects*/) {
  const Member at = member(server);
  const std::uint32_t initial = at.server.config->weight;
  constexpr std::uint32_t kMostPercent = 100 * kMaxUserWeight;
  if (percent) {
    value = std::min(kMaxUserWeight, initial * std::min(value, kMostPercent) / 100);
  } else if (value > kMaxUserWeight) {
    return false;
  }
  if (!follows_weights(at.backend) && !is_sticky(at.backend) && value != 0 && value != initial) return false;
  at.server.user_weight = value;
  at.server.weighed = true;
  update(at, now);
  return true;
}

void LiveState::set_maxconn(model::Index server, std::int64_t maxconn, Time now, Effects& effects) {
  const Member at = member(server);
  const bool fixed = at.server.maxconn == at.server.minconn;
  at.server.maxconn = static_cast<std::uint32_t>(maxconn);
  if (fixed) at.server.minconn = at.server.maxconn;
  at.backend.recount_slots();
  feed_if_wanted(at, now, effects);
}

void LiveState::advance(Time now, Effects& effects) {
  while (next_timer_ <= now) {
    const Time step = next_timer_;
    next_timer_ = kNever;
    for (auto& backend : backends_) {
      for (ServerLive& server : backend->servers) {
        if (server.next_step == step) warm_up({*backend, server}, step, effects);
        next_timer_ = std::min(next_timer_, server.next_step);
      }
    }
  }
}

void LiveState::warm_up(Member at, Time now, Effects& effects) {
  const bool done = now - at.server.rose_at >= at.server.warmup * kSecond;
  at.server.next_step = done ? kNever : now + kSecond;
  if (done) at.server.state = RunState::running;
  update(at, now);
  welcome(at, now, effects);
}

}  // namespace hapax::routing
