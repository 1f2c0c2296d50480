// Servers in the order of a key, equal keys first in, first out.
//
// A sorted array of (key, server) with free room at both ends. Finding a place is a binary search, making room moves
// the shorter side, taking the first away moves nothing. Backends have tens of servers, rarely a thousand, and the
// whole array is a few cache lines: measured against a balanced tree (as HAProxy uses) it wins up to some thousand
// servers.
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
    std::size_t at = upper_bound(key);
    if (at - begin_ < end_ - at && begin_ > 0) {
      std::copy(entries_.begin() + offset(begin_), entries_.begin() + offset(at),
                entries_.begin() + offset(begin_ - 1));
      --begin_;
      --at;
    } else {
      if (end_ == entries_.size()) at = make_room(at);
      std::copy_backward(entries_.begin() + offset(at), entries_.begin() + offset(end_),
                         entries_.begin() + offset(end_ + 1));
      ++end_;
    }
    entries_[at] = {key, server};
  }

  /// Takes out a server that was put in with this key.
  void erase(std::uint32_t key, model::Index server) {
    std::size_t at = lower_bound(key);
    while (entries_[at].server != server) ++at;
    if (at - begin_ < end_ - at) {
      std::copy_backward(entries_.begin() + offset(begin_), entries_.begin() + offset(at),
                         entries_.begin() + offset(at + 1));
      ++begin_;
    } else {
      std::copy(entries_.begin() + offset(at + 1), entries_.begin() + offset(end_), entries_.begin() + offset(at));
      --end_;
    }
  }

  /// The same as erase() and insert(): a server goes behind those that have its new key. Only what lies between its old
  /// place and its new one moves, which is little when the keys are close to each other.
  void move(std::uint32_t old_key, std::uint32_t new_key, model::Index server) {
    std::size_t at = lower_bound(old_key);
    while (entries_[at].server != server) ++at;
    if (new_key >= old_key) {
      for (; at + 1 < end_ && entries_[at + 1].key <= new_key; ++at) entries_[at] = entries_[at + 1];
    } else {
      for (; at > begin_ && entries_[at - 1].key > new_key; --at) entries_[at] = entries_[at - 1];
    }
    entries_[at] = {new_key, server};
  }

  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] const Entry& front() const { return entries_[begin_]; }
  [[nodiscard]] const Entry* begin() const { return entries_.data() + begin_; }
  [[nodiscard]] const Entry* end() const { return entries_.data() + end_; }

 private:
  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

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

  /// Moves the entries into the middle of a larger array; returns where `at` went.
  std::size_t make_room(std::size_t at) {
    const std::size_t count = size();
    std::vector<Entry> larger(2 * count + 16);
    const std::size_t first = (larger.size() - count) / 2;
    std::copy(begin(), end(), larger.begin() + offset(first));
    entries_ = std::move(larger);
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
