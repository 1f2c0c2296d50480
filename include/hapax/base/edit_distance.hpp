// "Did you mean": the nearest name in a list.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace hapax {

/// Damerau-Levenshtein distance (optimal string alignment: insertion, deletion, substitution and transposition of
/// neighbours cost 1 each), or `limit + 1` as soon as it is certain to exceed `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to `word`, if one is near enough to be a plausible slip: at most a third of the word's length
/// and at most 4 apart. Among equals the first wins.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace hapax
