// Events of the near future, earliest first: a calendar of days that lie in a ring.
//
// A calendar queue (R. Brown, "Calendar queues: a fast O(1) priority queue implementation for the simulation event set
// problem", CACM 31(10), 1988) whose days hold about one event each, so that filing one and taking the earliest cost
// the same however many there are. Two things differ from his. The ring holds only what lies within one turn of it;
// what lies further ahead is refused, for the caller to keep elsewhere, so a day never holds an event of another year
// and the width of a day need not suit times of minutes. And a bitmap says which days hold anything, so that empty ones
// are passed over 64 at a time.
//
// A day is a power of two of nanoseconds, about as wide as the mean time between two events was lately; with thousands
// of events in the ring some times as wide, to have the most of them in it. That is looked at every so many events, and
// depends on nothing but their times.
//
// Right because a day's events are linked in order, days follow each other in the ring from that of the last event
// taken, and no event in the ring is of a day before that one or a whole turn after it. Limit: events that lie before
// the day of the last one that was taken are refused too.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <simulate/event_entry.hpp>

namespace hapax::simulate {

class NearEvents {
 public:
  NearEvents() { first_of_day_.fill(kNone); }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The earliest; there is one.
  [[nodiscard]] const EventEntry& first() const { return nodes_[first_].entry; }
  /// When that is.
  [[nodiscard]] routing::Time first_at() const { return first().at; }

  /// Files an event that came later than all others here; false when it does not lie in the near future.
  [[gnu::always_inline]] bool push(const EventEntry& entry) {
    const std::uint64_t day = day_of(entry.at);
    if (day - today_ >= kDays) return false;
    const std::uint32_t node = take_node(entry);
    file(node, day % kDays);
    if (size_++ == 0 || entry.at < first().at) first_ = node;
    return true;
  }

  /// Takes the earliest out.
  void pop() {
    const std::uint32_t taken = first_;
    const std::size_t place = day_of(nodes_[taken].entry.at) % kDays;
    const std::uint32_t next = nodes_[taken].next;
    first_of_day_[place] = next;
    nodes_[taken].next = std::exchange(free_, taken);
    --size_;
    if (next == kNone) strike_out(place);
    if (size_ > 0) first_ = next != kNone ? next : first_from(place);
  }

  /// An event at `now` happened, of here or from elsewhere: the near future begins there. What does not lie in it any
  /// more when days become shorter goes to `elsewhere`.
  template <class Elsewhere>
  void advance(routing::Time now, Elsewhere elsewhere) {
    latest_ = std::max(latest_, now);
    today_ = day_of(latest_);
    if (++happened_ == kLookEvery) adapt(elsewhere);
  }

 private:
  static constexpr std::uint32_t kNone = ~0U;
  static constexpr std::size_t kDays = 4096;
  static constexpr std::size_t kWord = 64;
  static constexpr std::uint32_t kLookEvery = 1024;
  static constexpr std::size_t kCrowd = 1024;  // so many events make a day another gap wide, up to
  static constexpr std::size_t kWidest = 4;

  struct Node {
    EventEntry entry;
    std::uint32_t next = kNone;  // in its day, or among the free ones
  };

  [[nodiscard]] std::uint64_t day_of(routing::Time at) const { return static_cast<std::uint64_t>(at) >> shift_; }

  [[gnu::cold]] void make_node() {
    nodes_.emplace_back();
    free_ = static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  std::uint32_t take_node(const EventEntry& entry) {
    if (free_ == kNone) make_node();
    const std::uint32_t node = free_;
    free_ = nodes_[node].next;
    nodes_[node].entry = entry;
    return node;
  }

  // Behind those of its day that are not later.
  void file(std::uint32_t node, std::size_t place) {
    std::uint32_t* link = &first_of_day_[place];
    if (*link == kNone) {
      days_[place / kWord] |= std::uint64_t{1} << place % kWord;
      words_ |= std::uint64_t{1} << place / kWord;
    }
    const routing::Time at = nodes_[node].entry.at;
    while (*link != kNone && nodes_[*link].entry.at <= at) link = &nodes_[*link].next;
    nodes_[node].next = std::exchange(*link, node);
  }

  // Nothing is left of that day.
  void strike_out(std::size_t place) {
    std::uint64_t& word = days_[place / kWord];
    word &= ~(std::uint64_t{1} << place % kWord);
    if (word == 0) words_ &= ~(std::uint64_t{1} << place / kWord);
  }

  // The first event of the days from `place` on, which is empty itself, once round the ring. There is one.
  [[nodiscard]] std::uint32_t first_from(std::size_t place) const {
    std::size_t word = place / kWord;
    std::uint64_t days = days_[word] & (~std::uint64_t{0} << place % kWord);
    if (days == 0) {
      const std::size_t after = word + 1;
      const std::uint64_t words = std::rotr(words_, static_cast<int>(after % kWord));
      word = (after + static_cast<std::size_t>(std::countr_zero(words))) % kWord;
      days = days_[word];
    }
    return first_of_day_[word * kWord + static_cast<std::size_t>(std::countr_zero(days))];
  }

  // Days of another width, if the present one is off by more than a factor of two.
  template <class Elsewhere>
  void adapt(Elsewhere elsewhere) {
    const auto gap = static_cast<std::uint64_t>(latest_ - std::exchange(looked_, latest_)) / kLookEvery;
    happened_ = 0;
    const auto wanted = static_cast<unsigned>(std::bit_width(gap * std::min(kWidest, 1 + size_ / kCrowd)));
    if (wanted + 1 >= shift_ && wanted <= shift_ + 1) return;
    std::vector<EventEntry> all;
    all.reserve(size_);
    for (; size_ > 0; pop()) all.push_back(first());
    shift_ = wanted;
    today_ = day_of(latest_);
    for (const EventEntry& entry : all) {
      if (!push(entry)) elsewhere(entry);
    }
  }

  static_assert(kDays == kWord * kWord);
  std::vector<Node> nodes_;
  std::array<std::uint32_t, kDays> first_of_day_{};
  std::array<std::uint64_t, kDays / kWord> days_{};  // bits of those that hold anything
  std::uint64_t words_ = 0;                          // likewise of words of days_
  std::uint64_t today_ = 0;
  routing::Time latest_ = 0;  // of those that happened
  routing::Time looked_ = 0;  // when the width was last looked at
  std::uint32_t happened_ = 0;
  unsigned shift_ = 16;  // of the width of a day
  std::uint32_t free_ = kNone;
  std::uint32_t first_ = kNone;
  std::size_t size_ = 0;
};

}  // namespace hapax::simulate
