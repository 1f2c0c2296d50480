// Time as routing sees it: it comes in from outside with every call.
#pragma once

#include <cstdint>

namespace hapax::routing {

/// Nanoseconds on a clock that never runs backwards. The simulator's starts where it likes, the runtime's is the
/// machine's monotonic clock. All calls on one Router use the same clock.
using Time = std::int64_t;

inline constexpr Time kMicrosecond = 1'000;
inline constexpr Time kMillisecond = 1'000'000;
inline constexpr Time kSecond = 1'000'000'000;
/// Later than everything: a timer that is not set.
inline constexpr Time kNever = INT64_MAX;

}  // namespace hapax::routing
