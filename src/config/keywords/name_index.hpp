// Rows by name: an open-addressing table over rows that are sorted by name. Looking a name up takes one hash and,
// nearly always, one comparison, where a binary search over the rows takes ten. The table holds nothing but row numbers
// and is made in some ten microseconds, so it is made when the first name is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/config/keyword.hpp>

namespace hapax::config {

class NameIndex {
 public:
  /// What of a row's name it is found by.
  enum class Key : std::uint8_t { whole_name, first_word };

  NameIndex(std::span<const Keyword> rows, Key key);

  /// The rows of that name, which stand together; empty when there is none.
  [[nodiscard]] std::span<const Keyword> find(std::string_view name) const;

 private:
  struct Slot {
    std::uint16_t first = 0;
    std::uint16_t count = 0;   ///< 0: free
    std::uint16_t length = 0;  ///< of the name, or of its first word
  };

  std::span<const Keyword> rows_;
  std::vector<Slot> slots_;  ///< a power of two of them, at most half of them taken
};

}  // namespace hapax::config
