// Stretches of a file read at the same time.
#pragma once

#include <span>

#include "config/reading.hpp"
#include "config/stretches.hpp"

namespace hapax::config {

/// What is read side by side.
struct SideBySide {
  std::span<const Stretch> stretches;  ///< each holds nothing but proxies
  std::size_t threads = 1;
  std::size_t refused = 0;  ///< how many lines above them had errors
};

/// Reads the stretches, whichever is next on whichever thread is free, each with a Reading of its own, and joins what
/// comes of them in their order, so that the result is that of reading them one after the other.
///
/// False: the result would be another one, because HAProxy gives up behind too many errors, or because names that are
/// wrong were compared with too many others for a suggestion. The Config is of no use then.
[[nodiscard]] bool read_side_by_side(Reading& reading, FileId file, const SideBySide& task);

}  // namespace hapax::config
