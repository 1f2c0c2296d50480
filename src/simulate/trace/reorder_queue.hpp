// Puts the lines of a log in the order of their beginnings.
//
// Idea. Log lines come sorted by the end of their requests, so the one that begins next lies near those that came last.
// A ring has a list for every millisecond of the time ahead: putting a line in and taking the first one out cost the
// same whatever their number, where a heap walks over its levels, each in another cache line. What does not fit is rare
// and goes to a heap beside it: lines from before what was taken out already, from beyond the ring, or with times finer
// than a millisecond. The earlier one of ring and heap comes first; at equal times the one that was read first.
//
// Slots are numbers that the caller gives out; no number is in the queue twice.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

#include <hapax/routing/time.hpp>

namespace hapax::simulate {

class ReorderQueue {
 public:
  ReorderQueue() : first_(kSpan, kEnd), last_(kSpan, kEnd), used_(kSpan / 64) {}

  [[nodiscard]] std::size_t size() const { return in_ring_ + heap_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  /// `line`s come in increasing order.
  void push(routing::Time t, std::uint64_t line, std::uint32_t slot) {
    const routing::Time millis = t / routing::kMillisecond;
    if (in_ring_ == 0) cursor_ = std::max(cursor_, millis - kSpan / 4);  // room for those that began before this one
    if (millis < cursor_ || millis - cursor_ >= kSpan || millis * routing::kMillisecond != t) {
      heap_.push({t, line, slot});
      return;
    }
    if (slot >= entries_.size()) entries_.resize(slot + 1);
    entries_[slot] = {line, kEnd};
    const std::size_t place = place_of(millis);
    (first_[place] == kEnd ? first_[place] : entries_[last_[place]].next) = slot;
    last_[place] = slot;
    used_[place / 64] |= std::uint64_t{1} << place % 64;
    ++in_ring_;
  }

  /// The earliest one; the queue is not empty.
  [[nodiscard]] std::uint32_t front() {
    if (in_ring_ > 0) advance();
    return heap_is_first() ? heap_.top().slot : first_[place_of(cursor_)];
  }

  /// What pop() will read of that slot is brought near meanwhile.
  void fetch_ahead(std::uint32_t slot) const {
    if (slot < entries_.size()) __builtin_prefetch(&entries_[slot]);
  }

  /// Takes the earliest one out; the queue is not empty.
  std::uint32_t pop() {
    const std::uint32_t slot = front();
    if (heap_is_first()) {
      heap_.pop();
      return slot;
    }
    const std::size_t place = place_of(cursor_);
    first_[place] = entries_[slot].next;
    if (first_[place] == kEnd) used_[place / 64] &= ~(std::uint64_t{1} << place % 64);
    --in_ring_;
    return slot;
  }

 private:
  static constexpr routing::Time kSpan = 1 << 16;  // milliseconds
  static constexpr std::uint32_t kEnd = ~std::uint32_t{0};

  struct Entry {
    std::uint64_t line = 0;
    std::uint32_t next = kEnd;  // in its millisecond
  };
  struct Other {
    routing::Time t;
    std::uint64_t line;
    std::uint32_t slot;
    friend bool operator<(const Other& a, const Other& b) { return a.t != b.t ? a.t > b.t : a.line > b.line; }
  };

  static std::size_t place_of(routing::Time millis) { return static_cast<std::size_t>(millis % kSpan); }

  /// Does the heap's first one come before the ring's, which stands at the cursor?
  [[nodiscard]] bool heap_is_first() const {
    if (in_ring_ == 0 || heap_.empty()) return in_ring_ == 0;
    const routing::Time t = cursor_ * routing::kMillisecond;
    const Other& other = heap_.top();
    return other.t != t ? other.t < t : other.line < entries_[first_[place_of(cursor_)]].line;
  }

  /// To the first millisecond that has a line; there is one.
  void advance() {
    const std::size_t from = place_of(cursor_);
    std::size_t word = from / 64;
    std::uint64_t bits = used_[word] & (~std::uint64_t{0} << from % 64);
    while (bits == 0) {
      word = (word + 1) % used_.size();
      bits = used_[word];
    }
    const std::size_t place = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
    cursor_ += static_cast<routing::Time>((place + kSpan - from) % kSpan);
  }

  std::vector<std::uint32_t> first_;  // by millisecond
  std::vector<std::uint32_t> last_;
  std::vector<std::uint64_t> used_;  // one bit for each millisecond
  std::vector<Entry> entries_;       // by slot
  std::size_t in_ring_ = 0;
  routing::Time cursor_ = 0;  // in milliseconds: nothing in the ring is before it
  std::priority_queue<Other> heap_;
};

}  // namespace hapax::simulate
