// Character classes of RFC 9110 and 9112, as tables.
#pragma once

#include <array>
#include <string_view>

#include <hapax/base/ascii_case.hpp>

namespace hapax::runtime::http1 {

constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}
inline constexpr std::array<bool, 256> kTokenTable = make_token_table();

/// tchar, RFC 9110 section 5.6.2.
constexpr bool is_token(char c) { return kTokenTable[static_cast<unsigned char>(c)]; }
/// What may stand in a request target: visible ASCII. A fragment never goes over the wire, so '#' is out.
constexpr bool is_target(char c) { return c > ' ' && c < '\x7f' && c != '#'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Compares without regard to case; `lower` is in lower case already.
constexpr bool equals_lower(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (to_lower(text[i]) != lower[i]) return false;
  }
  return true;
}

constexpr std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Calls `use` with each element of a comma-separated list, blanks trimmed, empty elements included.
template <class Use>
constexpr void for_each_element(std::string_view list, Use use) {
  for (;;) {
    const std::size_t comma = list.find(',');
    use(trim_blanks(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace hapax::runtime::http1
