// HAProxy's frequency counter: events over a sliding period, from two numbers.
//
// Idea: count events in the running period and remember the count of the one before. The estimate for "the last PERIOD"
// is the running count plus that part of the former one which still lies within PERIOD, as if its events were spread
// evenly. After two periods without an event everything is 0. An event after more than one full period starts a new one
// there; otherwise periods follow each other without a gap.
// One event alone in the former period is not scaled down while the running one is empty: it counts 1 until it is gone.
// Reference: HAProxy's manual on stick tables describes the result; the arithmetic is observed. Limits: milliseconds.
#pragma once

#include <cstdint>

#include <hapax/routing/time.hpp>

namespace hapax::routing {

class Rate {
 public:
  void add(std::uint32_t events, std::int64_t now_ms, std::uint32_t period_ms) {
    if (!started_) {
      started_ = true;
      tick_ = now_ms;
    } else if (now_ms - tick_ >= period_ms) {
      tick_ += period_ms;
      former_ = current_;
      current_ = 0;
      if (now_ms - tick_ >= period_ms) {
        former_ = 0;
        tick_ = now_ms;
      }
    }
    current_ += events;
  }

  [[nodiscard]] std::uint32_t per_period(std::int64_t now_ms, std::uint32_t period_ms) const {
    if (!started_ || period_ms == 0) return 0;
    std::uint64_t former = former_;
    std::uint64_t current = current_;
    std::int64_t remaining = tick_ + period_ms - now_ms;
    if (remaining < 0) {
      remaining += period_ms;
      former = remaining >= 0 ? current : 0;
      current = 0;
    }
    if (current == 0 && former <= 1) return static_cast<std::uint32_t>(former);
    if (remaining < 0) remaining = 0;
    return static_cast<std::uint32_t>((former * static_cast<std::uint64_t>(remaining) + current * period_ms) /
                                      period_ms);
  }

 private:
  bool started_ = false;
  std::uint32_t current_ = 0;
  std::uint32_t former_ = 0;
  std::int64_t tick_ = 0;  ///< when the running period began, in milliseconds
};

}  // namespace hapax::routing
