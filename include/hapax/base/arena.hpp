// Memory for texts that live as long as the thing that was made from them.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hapax {

/// A bump allocator: what it gives out stays where it is and lives as long as the arena. Nothing is destroyed, so it
/// holds bytes and trivially destructible values only. Moving an arena does not move what it gave out.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept
      : blocks_(std::move(other.blocks_)),
        at_(std::exchange(other.at_, nullptr)),
        left_(std::exchange(other.left_, 0)) {}
  Arena& operator=(Arena&& other) noexcept {
    blocks_ = std::move(other.blocks_);
    at_ = std::exchange(other.at_, nullptr);
    left_ = std::exchange(other.left_, 0);
    return *this;
  }

  /// Room for `size` bytes, aligned for `alignment` (at most that of std::max_align_t).
  [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = 1) {
    const std::size_t skip =
        at_ == nullptr ? 0 : (alignment - reinterpret_cast<std::size_t>(at_) % alignment) % alignment;
    if (at_ == nullptr || skip + size > left_) return allocate_block(size);
    void* const result = at_ + skip;
    at_ += skip + size;
    left_ -= skip + size;
    return result;
  }

  /// A copy of a text.
  [[nodiscard]] std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* const bytes = static_cast<char*>(allocate(text.size()));
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
  }

  /// A copy of a list.
  template <class T>
  [[nodiscard]] std::span<const T> keep(std::span<const T> list) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (list.empty()) return {};
    auto* const room = static_cast<T*>(allocate(list.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(list.begin(), list.end(), room);
    return {room, list.size()};
  }

  /// A copy of a value.
  template <class T>
  [[nodiscard]] const T* keep(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(value);
  }

 private:
  static constexpr std::size_t kBlockSize = std::size_t{64} * 1024;

  void* allocate_block(std::size_t size) {
    const std::size_t room = size > kBlockSize ? size : kBlockSize;
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(room));
    std::byte* const block = blocks_.back().get();
    if (room - size < left_) return block;  // a giant text: go on filling the block before it
    at_ = block + size;
    left_ = room - size;
    return block;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* at_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace hapax
