#include "config/keywords/name_index.hpp"

#include <bit>

#include <hapax/base/hash.hpp>

namespace hapax::config {

std::string_view NameIndex::key_of(const Keyword& row) const {
  return key_ == Key::whole_name ? row.name : row.name.substr(0, row.name.find(' '));
}

// In a table that is sorted by name ' ' comes before every other character of a name, so that the rows of one first
// word stand together as well.
NameIndex::NameIndex(std::span<const Keyword> rows, Key key)
    : rows_(rows), key_(key), slots_(std::bit_ceil(rows.size() * 2 + 1)) {
  for (std::size_t first = 0; first < rows.size();) {
    const std::string_view name = key_of(rows[first]);
    std::size_t end = first + 1;
    while (end < rows.size() && key_of(rows[end]) == name) ++end;
    std::size_t at = hash_of(name) & (slots_.size() - 1);
    while (slots_[at].count != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(end - first)};
    first = end;
  }
}

std::span<const Keyword> NameIndex::find(std::string_view name) const {
  for (std::size_t at = hash_of(name) & (slots_.size() - 1); slots_[at].count != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    if (key_of(rows_[slots_[at].first]) == name) return rows_.subspan(slots_[at].first, slots_[at].count);
  }
  return {};
}

}  // namespace hapax::config
