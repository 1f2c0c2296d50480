// A list under construction that ends up in an arena.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include <hapax/base/arena.hpp>

namespace hapax {

/// Most lists that parsers make are short, and there are many of them. The first `Few` elements stand in the list
/// itself, so that nothing is allocated but the arena's room for those that are kept.
template <class T, std::size_t Few>
class ArenaList {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  ArenaList() = default;
  ArenaList(const ArenaList&) = delete;
  ArenaList& operator=(const ArenaList&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T& back() { return data()[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data()[size_ - 1]; }
  [[nodiscard]] std::span<const T> items() const { return {data(), size_}; }

  void push_back(const T& value) {
    if (size_ < Few) {
      new (few_ + size_ * sizeof(T)) T(value);
    } else {
      if (size_ == Few) many_.assign(items().begin(), items().end());
      many_.push_back(value);
    }
    ++size_;
  }

  /// What was pushed so far, in the arena.
  [[nodiscard]] std::span<const T> keep(Arena& arena) const { return arena.keep(items()); }

 private:
  [[nodiscard]] T* data() { return size_ > Few ? many_.data() : reinterpret_cast<T*>(few_); }
  [[nodiscard]] const T* data() const { return size_ > Few ? many_.data() : reinterpret_cast<const T*>(few_); }

  std::size_t size_ = 0;
  std::vector<T> many_;  // all of them, when they are more than a few
  alignas(T) std::byte few_[Few * sizeof(T)];
};

}  // namespace hapax
