// A span in eight bytes, for structures of which there are hundreds of thousands.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hapax {

/// A std::span<const T> of at most 65,535 elements in half its size: the address takes 48 bits, which is all that the
/// 64-bit systems give a process that does not ask for more, and the number of elements 16. Reads as a span does and
/// turns into one.
template <class T>
class ShortSpan {
 public:
  ShortSpan() = default;
  ShortSpan(std::span<const T> list)  // NOLINT(google-explicit-constructor): it is a span
      : bits_(reinterpret_cast<std::uintptr_t>(list.data()) << kSizeBits | list.size()) {
    assert(list.size() < std::size_t{1} << kSizeBits && data() == list.data());
  }
  operator std::span<const T>() const { return {data(), size()}; }  // NOLINT(google-explicit-constructor)

  [[nodiscard]] std::size_t size() const { return bits_ & ((1U << kSizeBits) - 1); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] const T* data() const {
    return reinterpret_cast<const T*>(bits_ >> kSizeBits);  // NOLINT(performance-no-int-to-ptr)
  }
  [[nodiscard]] const T* begin() const { return data(); }
  [[nodiscard]] const T* end() const { return data() + size(); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data()[i]; }
  [[nodiscard]] const T& front() const { return data()[0]; }
  [[nodiscard]] const T& back() const { return data()[size() - 1]; }
  [[nodiscard]] std::span<const T> first(std::size_t count) const { return {data(), count}; }
  [[nodiscard]] std::span<const T> subspan(std::size_t first) const { return {data() + first, size() - first}; }

 private:
  static constexpr unsigned kSizeBits = 16;

  std::uint64_t bits_ = 0;
};

}  // namespace hapax
