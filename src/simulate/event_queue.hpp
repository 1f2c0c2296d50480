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

#include <algorithm>
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

/// An event in the list. Of equal times the one goes first that was put in first, whose `order` is smaller.
struct EventEntry {
  static constexpr unsigned kKindBits = 8;
  routing::Time at = 0;
  std::uint64_t order = 0;  ///< how many were put in before, then the kind
  std::uint32_t subject = 0;
  std::uint32_t generation = 0;

  EventEntry() = default;
  EventEntry(const Event& event, std::uint64_t sequence)
      : at(event.at), order(sequence << kKindBits | event.kind), subject(event.subject), generation(event.generation) {}
  [[nodiscard]] Event event() const { return {at, subject, generation, static_cast<std::uint8_t>(order)}; }
  /// Written without a branch: which of two random times is earlier no processor can foretell.
  [[nodiscard]] bool earlier_than(const EventEntry& other) const {
    return static_cast<bool>(static_cast<unsigned>(at < other.at) |
                             (static_cast<unsigned>(at == other.at) & static_cast<unsigned>(order < other.order)));
  }
};

/// Events ordered by time, first in first out among equals. Arity 4 fits two cache lines per level.
template <std::size_t Arity>
class HeapEventQueue {
 public:
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] Event top() const { return entries_.front().event(); }
  [[nodiscard]] const EventEntry& top_entry() const { return entries_.front(); }
  /// A number for what is put in elsewhere, in order with those in here.
  std::uint64_t take_sequence() { return next_sequence_++; }

  void push(const Event& event) {
    entries_.emplace_back();
    rise(entries_.size() - 1, EventEntry(event, next_sequence_++));
  }

  /// The hole that the earliest leaves sinks to the bottom along the earliest children; the last entry fills it and
  /// rises from there, which is seldom far.
  void pop() {
    const EventEntry last = entries_.back();
    entries_.pop_back();
    if (entries_.empty()) return;
    std::size_t hole = 0;
    std::size_t first = 1;
    for (; first + Arity <= entries_.size(); first = hole * Arity + 1) {
      const std::size_t least = earliest_of_family(first);
      entries_[hole] = entries_[least];
      hole = least;
    }
    if (first < entries_.size()) {
      std::size_t least = first;
      for (std::size_t child = first + 1; child < entries_.size(); ++child) {
        if (entries_[child].earlier_than(entries_[least])) least = child;
      }
      entries_[hole] = entries_[least];
      hole = least;
    }
    rise(hole, last);
  }

 private:
  /// Moves the hole up to where `entry` belongs.
  void rise(std::size_t hole, const EventEntry& entry) {
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / Arity;
      if (!entry.earlier_than(entries_[parent])) break;
      entries_[hole] = entries_[parent];
      hole = parent;
    }
    entries_[hole] = entry;
  }

  /// The earliest of the Arity siblings from `first` on: a tournament.
  [[nodiscard]] std::size_t earliest_of_family(std::size_t first) const { return earliest<Arity>(first); }
  template <std::size_t Count>
  [[nodiscard]] std::size_t earliest(std::size_t first) const {
    if constexpr (Count == 1) {
      return first;
    } else {
      const std::size_t left = earliest<Count / 2>(first);
      const std::size_t right = earliest<Count - Count / 2>(first + Count / 2);
      const auto take_right = static_cast<std::size_t>(entries_[right].earlier_than(entries_[left]));
      return left + (right - left) * take_right;
    }
  }

  std::vector<EventEntry> entries_;
  std::uint64_t next_sequence_ = 0;
};

/// All that will happen: events in a heap, timeouts in a list for each duration.
class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return first_lane_ == nullptr && heap_.empty(); }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] Event top() const { return lane_is_first() ? first_lane_->timers.front().event() : heap_.top(); }
  /// When that is.
  [[nodiscard]] routing::Time next() const {
    const routing::Time of_heap = heap_.empty() ? routing::kNever : heap_.top_entry().at;
    return first_lane_ == nullptr ? of_heap : std::min(of_heap, first_lane_->timers.front().at);
  }

  void push(const Event& event) { heap_.push(event); }

  /// Puts in an event that lies `duration` from now on. `is_pointless` tells of an event whether it need not happen any
  /// more; returns how many such events were dropped.
  template <class IsPointless>
  std::size_t push_timeout(const Event& event, routing::Time duration, IsPointless is_pointless) {
    Lane& lane = lane_of(duration);
    std::size_t dropped = 0;
    while (!lane.timers.empty() && is_pointless(lane.timers.front().event())) {
      lane.timers.pop_front();
      ++dropped;
    }
    lane.timers.emplace_back(event, heap_.take_sequence());
    find_first_lane();
    return dropped;
  }

  void pop() {
    if (!lane_is_first()) return heap_.pop();
    first_lane_->timers.pop_front();
    find_first_lane();
  }

 private:
  struct Lane {
    routing::Time duration;
    std::deque<EventEntry> timers;
  };

  [[nodiscard]] bool lane_is_first() const {
    if (first_lane_ == nullptr) return false;
    if (heap_.empty()) return true;
    return first_lane_->timers.front().earlier_than(heap_.top_entry());
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
      if (first_lane_ == nullptr || lane.timers.front().earlier_than(first_lane_->timers.front())) first_lane_ = &lane;
    }
  }

  HeapEventQueue<4> heap_;
  std::deque<Lane> lanes_;      // as many as there are different timeouts in a configuration
  Lane* first_lane_ = nullptr;  // the one with the earliest timer
};

}  // namespace hapax::simulate
