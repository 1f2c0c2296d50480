// A vector whose elements never move: addresses stay good while it grows.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace hapax {

/// Grows by blocks, so that it holds many small elements in little more memory than they take, where a std::deque
/// allocates for every few of them. Elements are made ahead, a block at a time, and destroyed with the vector.
template <class T>
class StableVector {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  [[nodiscard]] T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }

  /// How many elements stand one behind the other: those whose index divided by this is the same.
  static constexpr std::size_t kBlock = 256;

  /// Where element i is, or will be in the block that has been begun; null when there is no such block yet.
  [[nodiscard]] const T* address(std::size_t i) const {
    return i / kBlock < blocks_.size() ? &blocks_[i / kBlock][i % kBlock] : nullptr;
  }

  /// Appends a fresh element.
  T& emplace_back() {
    if (size_ == blocks_.size() * kBlock) blocks_.push_back(std::make_unique<T[]>(kBlock));
    return (*this)[size_++];
  }

 private:
  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace hapax
