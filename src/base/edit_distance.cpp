#include <hapax/base/edit_distance.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace hapax {

// The usual dynamic programme, three rows of it: transposition looks two rows back. A row whose least value exceeds
// the limit ends the search, since values never fall from row to row by more than the rows themselves cost.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  const std::size_t width = b.size() + 1;
  constexpr std::size_t kShort = 64;  // as nearly all names are
  std::array<std::size_t, 3 * kShort> short_rows;
  std::vector<std::size_t> long_rows;
  if (width > kShort) long_rows.resize(3 * width);
  std::size_t* before = width > kShort ? long_rows.data() : short_rows.data();
  std::size_t* previous = before + width;
  std::size_t* current = previous + width;
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    if (*std::min_element(current, current + width) > limit) return limit + 1;
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min(previous[b.size()], limit + 1);
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::size_t limit = std::min<std::size_t>(4, word.size() / 3);
  if (limit == 0) return std::nullopt;
  std::optional<std::string_view> best;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance == 0) break;
    limit = distance - 1;
  }
  return best;
}

}  // namespace hapax
