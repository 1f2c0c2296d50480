// The future event list: what will happen, earliest first.
//
// Events of the near future, nearly all, are in a calendar (near_events.hpp). Those that lie further ahead are in a
// d-ary heap, whose cost does not depend on how times are spread, and stay there until their time comes; the earlier of
// both firsts is next. Events of equal time come out in the order in which they went in, so a run is the same on every
// machine. There is no removal: an event that has become pointless stays until its time comes and is recognised by its
// generation, which costs less than keeping handles current.
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

#include <hapax/base/fifo.hpp>
#include <simulate/event_entry.hpp>
#include <simulate/near_events.hpp>

namespace hapax::simulate {

/// Events ordered by time, first in first out among equals. Arity 4 fits two cache lines per level.
template <std::size_t Arity>
class HeapEventQueue {
 public:
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] Event top() const { return entries_.front().event(); }
  [[nodiscard]] const EventEntry& top_entry() const { return entries_.front(); }
  /// When that is; kNever when there is none.
  [[nodiscard]] routing::Time next() const { return entries_.empty() ? routing::kNever : entries_.front().at; }
  /// A number for what is put in elsewhere, in order with those in here.
  std::uint64_t take_sequence() { return next_sequence_++; }

  void push(const Event& event) { put(EventEntry(event, take_sequence())); }
  /// An event that has its number already.
  void put(const EventEntry& entry) {
    entries_.emplace_back();
    rise(entries_.size() - 1, entry);
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

/// All that will happen: events in the calendar or the heap, timeouts in a list for each duration.
class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return source_ == Source::none; }
  /// The earliest event; the queue is not empty.
  [[nodiscard]] Event top() const { return first_of(source_).event(); }
  /// When that is; kNever when there is none.
  [[nodiscard]] routing::Time next() const { return next_; }

  [[gnu::always_inline]] void push(const Event& event) {
    const EventEntry entry(event, far_.take_sequence());
    const bool near = near_.push(entry);
    if (!near) put_far(EventEntry(entry));  // a copy, so that the entry itself may be in registers
    if (entry.at < next_ || empty()) go_to(near ? Source::near : Source::far, entry.at);
  }

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
    lane.timers.push_back(EventEntry(event, far_.take_sequence()));
    // Timers that were dropped make the first of all later, which need not be known before its time comes.
    not_before_ = std::min(not_before_, event.at);
    if (source_ == Source::lane || event.at < next_) find_first();
    return dropped;
  }

  void pop() {
    if (source_ == Source::near) {
      near_.pop();
    } else if (source_ == Source::far) {
      far_.pop();
    } else {
      first_lane_->timers.pop_front();
    }
    near_.advance(next_, [this](const EventEntry& entry) { far_.put(entry); });
    find_first();
  }

 private:
  enum class Source : std::uint8_t { none, near, far, lane };
  struct Lane {
    routing::Time duration;
    Fifo<EventEntry> timers;
  };

  [[nodiscard]] const EventEntry& first_of(Source source) const {
    if (source == Source::near) return near_.first();
    return source == Source::far ? far_.top_entry() : first_lane_->timers.front();
  }

  [[gnu::noinline]] void put_far(const EventEntry& entry) { far_.put(entry); }
  void go_to(Source source, routing::Time at) {
    source_ = source;
    next_ = at;
  }

  void find_first() {
    if (!near_.empty() && near_.first_at() < std::min(far_.next(), not_before_)) {
      go_to(Source::near, near_.first_at());  // as nearly always
    } else {
      find_first_of_all();
    }
  }
  [[gnu::noinline]] void find_first_of_all() {
    go_to(Source::none, routing::kNever);
    if (!near_.empty()) go_to(Source::near, near_.first_at());
    if (!far_.empty()) compete(Source::far);
    if (not_before_ <= next_) find_first_lane();
    if (not_before_ <= next_ && not_before_ != routing::kNever) compete(Source::lane);
  }
  void compete(Source source) {
    const EventEntry& entry = first_of(source);
    if (source_ == Source::none || entry.earlier_than(first_of(source_))) go_to(source, entry.at);
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
    not_before_ = first_lane_ == nullptr ? routing::kNever : first_lane_->timers.front().at;
  }

  NearEvents near_;
  HeapEventQueue<4> far_;
  std::deque<Lane> lanes_;                      // as many as there are different timeouts in a configuration
  Lane* first_lane_ = nullptr;                  // the one with the earliest timer, when the source is a lane
  routing::Time not_before_ = routing::kNever;  // no timer is earlier
  Source source_ = Source::none;                // where the earliest event is
  routing::Time next_ = routing::kNever;
};

}  // namespace hapax::simulate
