// The future event list: what will happen, earliest first.
//
// A d-ary heap over 24-byte entries. Events of equal time come out in the order in which they went in, so a run is the
// same on every machine. There is no removal: an event that has become pointless stays until its time comes and is
// recognised by its generation, which costs less than keeping handles current.
//
// Timeouts are kept apart. They are set far more often than they expire and lie far ahead, so that in the heap
// thousands of pointless ones would slow down all others. A timeout has one of a few durations, and those of one
// duration expire in the order in which they were set: a first-in-first-out list for each, whose pointless beginning is
// dropped whenever another one is added.
//
// Arrivals are not in here. A trace is sorted, so the simulator merges it with this queue and only departures and
// timers are kept: the queue is as long as the number of requests in flight, not as long as the trace.
//
// Measured by tools/microbench/event_queue_bench.cpp with the hold model (take the earliest, put one back an
// exponential time later), nanoseconds per hold; figures and the alternatives that lost are in src/simulate/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include <hapax/routing/time.hpp>

namespace hapax::simulate {

/// One event. What `kind`, `subject` and `generation` mean is the simulator's matter.
struct Event {
  routing::Time at = 0;
  std::uint32_t subject = 0;
  std::uint32_t generation = 0;
  std::uint8_t kind = 0;
};

/// Events ordered by time, first in first out among equals. Arity 4 fits two cache lines per level.
template <std::size_t Arity>
class HeapEventQueue {
 public:
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] const Event& top() const { return entries_.front().event; }
  /// When it was put in, as a number.
  [[nodiscard]] std::uint64_t top_sequence() const { return entries_.front().sequence; }
  /// A number for what is put in elsewhere, in order with those in here.
  std::uint64_t take_sequence() { return next_sequence_++; }

  void push(const Event& event) {
    Entry entry{event, next_sequence_++};
    std::size_t hole = entries_.size();
    entries_.push_back(entry);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / Arity;
      if (!earlier(entry, entries_[parent])) break;
      entries_[hole] = entries_[parent];
      hole = parent;
    }
    entries_[hole] = entry;
  }

  void pop() {
    const Entry last = entries_.back();
    entries_.pop_back();
    if (!entries_.empty()) sink(last);
  }

 private:
  struct Entry {
    Event event;
    std::uint64_t sequence;
  };

  static bool earlier(const Entry& a, const Entry& b) {
    return a.event.at != b.event.at ? a.event.at < b.event.at : a.sequence < b.sequence;
  }

  // Moves the hole at the top down to where `entry` belongs.
  void sink(const Entry& entry) {
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first = hole * Arity + 1;
      if (first >= entries_.size()) break;
      const std::size_t end = first + Arity < entries_.size() ? first + Arity : entries_.size();
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (earlier(entries_[child], entries_[least])) least = child;
      }
      if (!earlier(entries_[least], entry)) break;
      entries_[hole] = entries_[least];
      hole = least;
    }
    entries_[hole] = entry;
  }

  std::vector<Entry> entries_;
  std::uint64_t next_sequence_ = 0;
};

/// All that will happen: events in a heap, timeouts in a list for each duration.
class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return first_lane_ == nullptr && heap_.empty(); }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] const Event& top() const { return lane_is_first() ? first_lane_->timers.front().event : heap_.top(); }

  void push(const Event& event) { heap_.push(event); }

  /// Puts in an event that lies `duration` from now on. `is_pointless` tells of an event whether it need not happen any
  /// more; returns how many such events were dropped.
  template <class IsPointless>
  std::size_t push_timeout(const Event& event, routing::Time duration, IsPointless is_pointless) {
    Lane& lane = lane_of(duration);
    std::size_t dropped = 0;
    while (!lane.timers.empty() && is_pointless(lane.timers.front().event)) {
      lane.timers.pop_front();
      ++dropped;
    }
    lane.timers.push_back({event, heap_.take_sequence()});
    find_first_lane();
    return dropped;
  }

  void pop() {
    if (!lane_is_first()) return heap_.pop();
    first_lane_->timers.pop_front();
    find_first_lane();
  }

 private:
  struct Timer {
    Event event;
    std::uint64_t sequence;
  };
  struct Lane {
    routing::Time duration;
    std::deque<Timer> timers;
  };

  [[nodiscard]] bool lane_is_first() const {
    if (first_lane_ == nullptr) return false;
    if (heap_.empty()) return true;
    const Timer& timer = first_lane_->timers.front();
    return timer.event.at != heap_.top().at ? timer.event.at < heap_.top().at : timer.sequence < heap_.top_sequence();
  }

  Lane& lane_of(routing::Time duration) {
    for (Lane& lane : lanes_) {
      if (lane.duration == duration) return lane;
    }
    return lanes_.emplace_back(Lane{duration, {}});
  }

  void find_first_lane() {
    first_lane_ = nullptr;
    for (Lane& lane : lanes_) {
      if (lane.timers.empty()) continue;
      const Timer& timer = lane.timers.front();
      const Timer* first = first_lane_ == nullptr ? nullptr : &first_lane_->timers.front();
      if (first == nullptr ||
          (timer.event.at != first->event.at ? timer.event.at < first->event.at : timer.sequence < first->sequence)) {
        first_lane_ = &lane;
      }
    }
  }

  HeapEventQueue<4> heap_;
  std::deque<Lane> lanes_;      // as many as there are different timeouts in a configuration
  Lane* first_lane_ = nullptr;  // the one with the earliest timer
};

}  // namespace hapax::simulate
