// Plain values, first in, first out, in a ring that grows when it is full. std::deque takes a block of memory and gives
// one back every so many values, however few there are; and finding a value in it takes a division.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace hapax {

/// The last may be taken out again, too. Memory is for as many as were ever in it at once, up to the next power of two.
/// T has a default and is cheap to copy.
template <class T>
class Fifo {
 public:
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  /// The first and the last; there is one.
  [[nodiscard]] T& front() { return places_[begin_ & mask_]; }
  [[nodiscard]] const T& front() const { return places_[begin_ & mask_]; }
  [[nodiscard]] T& back() { return places_[(end_ - 1) & mask_]; }
  [[nodiscard]] const T& back() const { return places_[(end_ - 1) & mask_]; }
  /// The value that so many others stand before.
  [[nodiscard]] T& operator[](std::size_t before) { return places_[(begin_ + before) & mask_]; }
  [[nodiscard]] const T& operator[](std::size_t before) const { return places_[(begin_ + before) & mask_]; }

  /// Returns it where it stands now.
  T& push_back(const T& value) {
    if (size() == capacity_) grow();
    return places_[end_++ & mask_] = value;
  }
  void pop_front() { ++begin_; }
  void pop_back() { --end_; }

 private:
  static constexpr std::size_t kFirstSize = 16;

  [[gnu::cold]] void grow() {
    std::vector<T> larger(places_.empty() ? kFirstSize : 2 * places_.size());
    const std::size_t count = size();
    for (std::size_t i = 0; i < count; ++i) larger[i] = (*this)[i];
    begin_ = 0;
    end_ = count;
    places_ = std::move(larger);
    capacity_ = places_.size();
    mask_ = capacity_ - 1;
  }

  std::vector<T> places_;  ///< a power of two of them
  std::size_t capacity_ = 0;
  std::size_t mask_ = 0;
  std::size_t begin_ = 0;  ///< both count on and on; their low bits are places
  std::size_t end_ = 0;
};

}  // namespace hapax
