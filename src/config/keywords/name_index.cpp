#include "config/keywords/name_index.hpp"

#include <bit>

#include <hapax/base/hash.hpp>

namespace hapax::config {
namespace {

std::string_view key_of(const Keyword& row, NameIndex::Key key) {
  return key == NameIndex::Key::whole_name ? row.name : row.name.substr(0, row.name.find(' '));
}

}  // namespace

// In a table that is sorted by name ' ' comes before every other character of a name, so that the rows of one first
// word stand together as well.
NameIndex::NameIndex(std::span<const Keyword> rows, Key key) : rows_(rows), slots_(std::bit_ceil(rows.size() * 2 + 1)) {
  for (std::size_t first = 0; first < rows.size();) {
    const std::string_view name = key_of(rows[first], key);
    std::size_t end = first + 1;
    while (end < rows.size() && key_of(rows[end], key) == name) ++end;
    std::size_t at = hash_of(name) & (slots_.size() - 1);
    while (slots_[at].count != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(end - first),
                  static_cast<std::uint16_t>(name.size())};
    first = end;
  }
}

std::span<const Keyword> NameIndex::find(std::string_view name) const {
  for (std::size_t at = hash_of(name) & (slots_.size() - 1); slots_[at].count != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (rows_[slot.first].name.substr(0, slot.length) == name) return rows_.subspan(slot.first, slot.count);
  }
  return {};
}

}  // namespace hapax::config
