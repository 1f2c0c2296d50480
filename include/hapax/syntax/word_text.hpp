// The text of a word, in less room than a std::string_view takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hapax::syntax {

/// A std::string_view of less than 2 GiB with a mark, in twelve bytes: a large configuration has half a million words.
/// Reads as a std::string_view does and turns into one. What follows it in a struct may stand in the room that is left
/// of its sixteen bytes, where it is declared [[no_unique_address]].
class WordText {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  WordText() = default;
  explicit WordText(std::string_view text, bool marked = false)
      : data_(text.data()), size_(static_cast<std::uint32_t>(text.size()) & kMostBytes), marked_(marked) {}
  operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
  [[nodiscard]] std::string_view view() const { return {data_, size_}; }
  [[nodiscard]] bool marked() const { return marked_ != 0; }

  [[nodiscard]] const char* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const char* begin() const { return data_; }
  [[nodiscard]] const char* end() const { return data_ + size_; }
  [[nodiscard]] char operator[](std::size_t at) const { return data_[at]; }
  [[nodiscard]] char front() const { return data_[0]; }
  [[nodiscard]] char back() const { return data_[size_ - 1]; }
  [[nodiscard]] std::string_view substr(std::size_t first, std::size_t length = npos) const {
    return view().substr(first, length);
  }
  template <class Part>
  [[nodiscard]] bool starts_with(Part part) const {
    return view().starts_with(part);
  }
  template <class Part>
  [[nodiscard]] bool ends_with(Part part) const {
    return view().ends_with(part);
  }
  template <class Part>
  [[nodiscard]] std::size_t find(Part part, std::size_t from = 0) const {
    return view().find(part, from);
  }
  template <class Part>
  [[nodiscard]] std::size_t rfind(Part part) const {
    return view().rfind(part);
  }
  template <class Bytes>
  [[nodiscard]] std::size_t find_first_of(Bytes bytes) const {
    return view().find_first_of(bytes);
  }
  template <class Bytes>
  [[nodiscard]] std::size_t find_first_not_of(Bytes bytes) const {
    return view().find_first_not_of(bytes);
  }

  friend bool operator==(WordText a, WordText b) { return a.view() == b.view(); }
  friend bool operator==(WordText a, std::string_view b) { return a.view() == b; }

 private:
  static constexpr std::uint32_t kMostBytes = 0x7FFFFFFF;

  const char* data_ = nullptr;
  std::uint32_t size_ : 31 = 0;
  std::uint32_t marked_ : 1 = 0;
};

}  // namespace hapax::syntax
