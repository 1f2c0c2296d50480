// Requests over the last second, estimated from two counters: the second that runs, and what the former one would still
// contribute to a window that slides.
#pragma once

#include <cstdint>

#include <hapax/routing/time.hpp>

namespace hapax::routing {

class RequestRate {
 public:
  void count(Time now) {
    roll(now);
    ++current_;
  }

  std::uint32_t per_second(Time now) {
    roll(now);
    const Time left = kSecond - now % kSecond;
    return current_ + static_cast<std::uint32_t>(former_ * static_cast<std::uint64_t>(left) / kSecond);
  }

 private:
  void roll(Time now) {
    const Time second = now / kSecond;
    if (second == second_) return;
    former_ = second == second_ + 1 ? current_ : 0;
    current_ = 0;
    second_ = second;
  }

  Time second_ = 0;
  std::uint32_t current_ = 0;
  std::uint32_t former_ = 0;
};

}  // namespace hapax::routing
