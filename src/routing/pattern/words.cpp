#include "routing/pattern/words.hpp"

#include <algorithm>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

bool same(std::string_view text, std::string_view pattern, bool ignore_case) {
  return ignore_case ? equal_ignoring_case(text, pattern) : text == pattern;
}

std::size_t find(std::string_view text, std::string_view pattern, std::size_t from, bool ignore_case) {
  if (!ignore_case) return text.find(pattern, from);
  if (from > text.size()) return std::string_view::npos;
  const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), pattern.begin(),
                                 pattern.end(), [](char a, char b) { return to_lower(a) == to_lower(b); });
  if (found == text.end() && !pattern.empty()) return std::string_view::npos;
  return static_cast<std::size_t>(found - text.begin());
}

std::string_view without_delimiters(std::string_view pattern, std::string_view delimiters) {
  while (!pattern.empty() && delimiters.find(pattern.front()) != std::string_view::npos) pattern.remove_prefix(1);
  while (!pattern.empty() && delimiters.find(pattern.back()) != std::string_view::npos) pattern.remove_suffix(1);
  return pattern;
}

}  // namespace

bool begins(std::string_view text, std::string_view pattern, bool ignore_case) {
  return text.size() >= pattern.size() && same(text.substr(0, pattern.size()), pattern, ignore_case);
}

bool ends(std::string_view text, std::string_view pattern, bool ignore_case) {
  return text.size() >= pattern.size() && same(text.substr(text.size() - pattern.size()), pattern, ignore_case);
}

bool contains(std::string_view text, std::string_view pattern, bool ignore_case) {
  // Rules can add an empty pattern at run time. HAProxy looks for its first byte, a zero, up to the byte behind the
  // text, which is one by chance only.
  return !pattern.empty() && find(text, pattern, 0, ignore_case) != std::string_view::npos;
}

bool contains_word(std::string_view text, std::string_view pattern, std::string_view delimiters, bool ignore_case) {
  const std::string_view word = without_delimiters(pattern, delimiters);
  // HAProxy would look at the byte behind the text, which may be anything.
  if (word.empty()) return false;
  const auto is_edge = [&](std::size_t at) {
    return at >= text.size() || delimiters.find(text[at]) != std::string_view::npos;
  };
  for (std::size_t at = find(text, word, 0, ignore_case); at != std::string_view::npos;
       at = find(text, word, at + 1, ignore_case)) {
    if ((at == 0 || is_edge(at - 1)) && is_edge(at + word.size())) return true;
  }
  return false;
}

}  // namespace hapax::routing
