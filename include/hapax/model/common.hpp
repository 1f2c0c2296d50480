// What every part of the RoutingModel is made of: indices, ranges, places, times.
#pragma once

#include <cstdint>

namespace hapax::model {

/// Index into one of the model's vectors; which one, the member's comment says.
using Index = std::uint32_t;
inline constexpr Index kNone = ~Index{0};

/// A run of consecutive elements of one of the model's vectors.
struct Range {
  Index first = 0;
  Index count = 0;
  [[nodiscard]] constexpr bool empty() const { return count == 0; }
  [[nodiscard]] constexpr Index end() const { return first + count; }
};

/// Nanoseconds. kUnset where "not configured" differs from zero.
using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds kUnset = -1;

/// Where a thing stands: index into RoutingModel::files and line number from 1. Line 0: nowhere (a default).
struct Place {
  Index file = 0;
  std::uint32_t line = 0;
};

}  // namespace hapax::model
