// Letters without their case: names of headers, protocols and the like.
#pragma once

#include <algorithm>
#include <string_view>

namespace hapax {

/// Of ASCII, whatever the locale; other bytes as they are.
[[nodiscard]] constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Equal but for ASCII case.
[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

}  // namespace hapax
