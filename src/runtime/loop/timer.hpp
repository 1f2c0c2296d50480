// Timers of one event loop: a binary heap of deadlines.
//
// Most timers are moved forward again and again (each byte restarts `timeout client`) and hardly ever fire. So a timer
// that moves to a later deadline stays where it is in the heap and only remembers the deadline; when its old place
// comes up, it is sorted in anew. Moving one forward costs a store, not a sift.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <hapax/routing/time.hpp>

namespace hapax::runtime {

class TimerQueue;

/// Calls a function once, at or after a deadline. Must not outlive its queue.
class Timer {
 public:
  Timer(TimerQueue& queue, std::function<void()> fire) : queue_(queue), fire_(std::move(fire)) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { clear(); }

  /// Sets or moves the deadline; routing::kNever clears it.
  void set(routing::Time deadline);
  void clear();
  [[nodiscard]] bool armed() const { return deadline_ != routing::kNever; }
  [[nodiscard]] routing::Time deadline() const { return deadline_; }

 private:
  friend class TimerQueue;
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  TimerQueue& queue_;
  std::function<void()> fire_;
  routing::Time deadline_ = routing::kNever;
  routing::Time key_ = routing::kNever;  ///< what it is sorted by: at most deadline_
  std::size_t position_ = kNowhere;
};

class TimerQueue {
 public:
  /// Fires what is due. A timer may set or destroy any timer, itself included.
  void run(routing::Time now);
  /// When run() has to be called next at the latest; kNever when nothing is set.
  [[nodiscard]] routing::Time next() const { return heap_.empty() ? routing::kNever : heap_.front()->key_; }

 private:
  friend class Timer;
  void insert(Timer& timer);
  void remove(Timer& timer);
  void sift_up(std::size_t at);
  void sift_down(std::size_t at);
  void put(std::size_t at, Timer* timer);

  std::vector<Timer*> heap_;
};

}  // namespace hapax::runtime
