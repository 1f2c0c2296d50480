// What a long simulation shows while it runs, and how Ctrl-C ends it.
#pragma once

#include <chrono>
#include <cstdint>

#include <hapax/routing/time.hpp>

namespace hapax::cli {

/// From its construction to its end Ctrl-C stops the run at the next look; a second one ends the process at once.
class InterruptHandler {
 public:
  InterruptHandler();
  ~InterruptHandler();
  InterruptHandler(const InterruptHandler&) = delete;
  InterruptHandler& operator=(const InterruptHandler&) = delete;
  [[nodiscard]] static bool interrupted();
};

/// A bar with rate, virtual time and remaining time on one line of a terminal, a few times a second; nothing where
/// standard error is no terminal.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// `fraction` of the traffic is done, 0 to 1; negative where that cannot be known.
  void update(std::uint64_t requests, routing::Time now, double fraction);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  bool dirty_ = false;
  Clock::time_point begin_;
  Clock::time_point last_;
};

}  // namespace hapax::cli
