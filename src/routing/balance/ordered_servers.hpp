// Servers in the order of a key, equal keys first in, first out.
//
// A sorted array of (key, server) with free room at both ends. Finding a place is a binary search, making room moves
// the shorter side, taking the first away or putting one behind the last moves nothing. Backends have tens of servers,
// rarely a thousand, and the whole array is a few cache lines: measured against a balanced tree (as HAProxy uses) it
// wins up to some thousand servers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <hapax/model/common.hpp>

namespace hapax::routing {

class OrderedServers {
 public:
  struct Entry {
    std::uint32_t key;
    model::Index server;
  };

  /// Puts a server behind all those with the same key.
  void insert(std::uint32_t key, model::Index server) {
    std::size_t at = behind(key);
    if (at == end_) return append({key, server});
    if (at - begin_ < end_ - at && begin_ > 0) {
      shift_left(begin_, at);
      --begin_;
      --at;
    } else {
      if (end_ == entries_.size()) at = make_room(at);
      shift_right(at, end_);
      ++end_;
    }
    entries_[at] = {key, server};
  }

  /// Takes out a server that was put in with this key.
  void erase(std::uint32_t key, model::Index server) {
    const std::size_t at = position_of(key, server);
    if (at == begin_) {
      ++begin_;
    } else if (at - begin_ < end_ - at) {
      close_from_left(at);
    } else {
      shift_left(at + 1, end_);
      --end_;
    }
  }

  /// The same as erase() and insert(): a server goes behind those that have its new key. Only what lies between its old
  /// place and its new one moves; or, when it goes to an end, what lies on the other side of its old place, if that is
  /// less.
  void move(std::uint32_t old_key, std::uint32_t new_key, model::Index server) {
    const std::size_t at = position_of(old_key, server);
    if (new_key >= old_key) {
      const std::size_t to = behind(new_key) - 1;
      if (to + 1 == end_ && at - begin_ < to - at) {
        close_from_left(at);
        return append({new_key, server});
      }
      shift_left(at + 1, to + 1);
      entries_[to] = {new_key, server};
    } else {
      const std::size_t to = behind(new_key);
      if (to == begin_ && end_ - at < at - begin_ && begin_ > 0) {
        shift_left(at + 1, end_);
        --end_;
        entries_[--begin_] = {new_key, server};
        return;
      }
      shift_right(to, at);
      entries_[to] = {new_key, server};
    }
  }

  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] const Entry& front() const { return entries_[begin_]; }
  [[nodiscard]] const Entry* begin() const { return entries_.data() + begin_; }
  [[nodiscard]] const Entry* end() const { return entries_.data() + end_; }
  /// The first entry from `first` on that has another key.
  [[nodiscard]] const Entry* end_of_equals(const Entry* first) const {
    return first->key == entries_[end_ - 1].key ? end() : entries_.data() + upper_bound(first->key);
  }

 private:
  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  /// Where a server stands that was put in with this key.
  [[nodiscard]] std::size_t position_of(std::uint32_t key, model::Index server) const {
    std::size_t at = entries_[begin_].key == key ? begin_ : lower_bound(key);
    while (entries_[at].server != server) ++at;
    return at;
  }
  /// The place behind all that have this key or a lower one.
  [[nodiscard]] std::size_t behind(std::uint32_t key) const {
    if (empty() || entries_[end_ - 1].key <= key) return end_;
    return entries_[begin_].key > key ? begin_ : upper_bound(key);
  }
  void append(Entry entry) {
    if (end_ == entries_.size()) make_room(end_);
    entries_[end_++] = entry;
  }
  /// Entries [from, to) go one place to the left or to the right.
  void shift_left(std::size_t from, std::size_t to) {
    std::copy(entries_.begin() + offset(from), entries_.begin() + offset(to), entries_.begin() + offset(from - 1));
  }
  void shift_right(std::size_t from, std::size_t to) {
    std::copy_backward(entries_.begin() + offset(from), entries_.begin() + offset(to),
                       entries_.begin() + offset(to + 1));
  }
  /// Takes the entry at `at` out by moving those before it.
  void close_from_left(std::size_t at) {
    shift_right(begin_, at);
    ++begin_;
  }

  [[nodiscard]] std::size_t lower_bound(std::uint32_t key) const {
    const auto* found =
        std::lower_bound(begin(), end(), key, [](const Entry& e, std::uint32_t k) { return e.key < k; });
    return static_cast<std::size_t>(found - entries_.data());
  }
  [[nodiscard]] std::size_t upper_bound(std::uint32_t key) const {
    const auto* found =
        std::upper_bound(begin(), end(), key, [](std::uint32_t k, const Entry& e) { return k < e.key; });
    return static_cast<std::size_t>(found - entries_.data());
  }

  /// Moves the entries into the middle, of a larger array if this one is more than half full; returns where `at` went.
  std::size_t make_room(std::size_t at) {
    const std::size_t count = size();
    const bool roomy = 2 * count < entries_.size();
    const std::size_t capacity = roomy ? entries_.size() : 4 * count + 16;
    const std::size_t first = (capacity - count) / 2;
    if (roomy) {
      std::copy(begin(), end(), entries_.begin() + offset(first));
    } else {
      std::vector<Entry> larger(capacity);
      std::copy(begin(), end(), larger.begin() + offset(first));
      entries_ = std::move(larger);
    }
    at = at - begin_ + first;
    begin_ = first;
    end_ = first + count;
    return at;
  }

  std::vector<Entry> entries_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace hapax::routing
