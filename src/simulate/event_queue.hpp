// The future event list: what will happen, earliest first.
//
// A d-ary heap over 24-byte entries. Events of equal time come out in the order in which they went in, so a run is the
// same on every machine. There is no removal: an event that has become pointless stays until its time comes and is
// recognised by its generation, which costs less than keeping handles current.
//
// Arrivals are not in here. A trace is sorted, so the simulator merges it with this queue and only departures and
// timers are kept: the queue is as long as the number of requests in flight, not as long as the trace.
//
// Measured by tools/microbench/event_queue_bench.cpp with the hold model (take the earliest, put one back an
// exponential time later), nanoseconds per hold; figures and the alternatives that lost are in src/simulate/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
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

using EventQueue = HeapEventQueue<4>;

}  // namespace hapax::simulate
