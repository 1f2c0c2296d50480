// The time of day, for logs, dates in rules and dated cookies: everything else counts on the monotonic clock.
#pragma once

#include <cstdint>
#include <ctime>

namespace hapax::runtime {

/// Microseconds since 1970.
inline std::int64_t wall_clock_us() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1'000'000LL + time.tv_nsec / 1000;
}

}  // namespace hapax::runtime
