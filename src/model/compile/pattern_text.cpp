// What a pattern's text means to each match method.
//
//   int, len   "5", "2:8", "2-8", ":8", "2:" and, in a line, "gt 5"; bounds included
//   ip         address, or address/length, or address/mask
//   bin        pairs of hexadecimal digits
//   reg        a regular expression in PCRE2's syntax
//   bool       as int: 0 is false
//   others     the text itself
#include "model/compile/pattern_text.hpp"

#include <arpa/inet.h>

#include <bit>
#include <cstring>

#include "model/compile/arguments.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using model::Match;
using model::Pattern;

// "3" and, where versions are compared, "3.1" = 3 * 65536 + 1.
std::optional<std::int64_t> number(std::string_view text, bool dotted) {
  const std::size_t dot = text.find('.');
  if (!dotted) {
    const auto value = syntax::parse_integer(text);
    return value ? std::optional(*value) : std::nullopt;
  }
  const std::int64_t major = integer_value(text.substr(0, dot));
  const std::int64_t minor = dot == std::string_view::npos ? 0 : integer_value(text.substr(dot + 1));
  return major * 65536 + minor;
}

// A dash separates like a colon: "-5" is everything up to 5, whatever the operation before it says.
std::optional<bool> read_between(Pattern& pattern, std::string_view text, bool dotted) {
  const std::size_t separator = text.find_first_of(":-");
  if (separator == std::string_view::npos) return std::nullopt;
  const std::string_view low = text.substr(0, separator);
  const std::string_view high = text.substr(separator + 1);
  const auto first = low.empty() ? std::optional(INT64_MIN) : number(low, dotted);
  const auto last = high.empty() ? std::optional(INT64_MAX) : number(high, dotted);
  if (!first || !last || (low.empty() && high.empty()) || *first > *last) return false;
  pattern.low = *first;
  pattern.high = *last;
  return true;
}

bool read_range(Pattern& pattern, std::string_view text, std::string_view operation, bool dotted) {
  if (const auto good = read_between(pattern, text, dotted)) return *good;
  // "gt 1.5" compares with 1.
  if (operation != "eq" && !dotted) text = text.substr(0, text.find('.'));
  const auto value = number(text, dotted);
  if (!value) return false;
  if (operation == "eq") pattern.low = pattern.high = *value;
  if (operation == "ge") pattern.low = *value;
  if (operation == "gt") pattern.low = *value + 1;
  if (operation == "le") pattern.high = *value;
  if (operation == "lt") pattern.high = *value - 1;
  return true;
}

bool read_network(Pattern& pattern, std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string host(text.substr(0, slash));
  pattern.ipv6 = host.find(':') != std::string::npos;
  const int family = pattern.ipv6 ? AF_INET6 : AF_INET;
  const unsigned bits = pattern.ipv6 ? 128 : 32;
  if (inet_pton(family, host.c_str(), pattern.address.data()) != 1) return false;
  pattern.prefix = static_cast<std::uint8_t>(bits);
  if (slash == std::string_view::npos) return true;
  const std::string mask(text.substr(slash + 1));
  unsigned char bytes[16] = {};
  if (inet_pton(family, mask.c_str(), bytes) == 1) {
    unsigned length = 0;
    for (const unsigned char byte : bytes) length += static_cast<unsigned>(std::popcount(byte));
    pattern.prefix = static_cast<std::uint8_t>(length);
    return true;
  }
  const auto length = syntax::parse_integer(mask);
  if (!length || *length < 0 || *length > bits) return false;
  pattern.prefix = static_cast<std::uint8_t>(*length);
  return true;
}

bool read_binary(Pattern& pattern, std::string_view text) {
  if (text.size() % 2 != 0) return false;
  const auto digit = [](char d) {
    if (d >= '0' && d <= '9') return d - '0';
    const char lower = static_cast<char>(d | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    pattern.text += static_cast<char>(high * 16 + low);
  }
  return true;
}

}  // namespace

bool is_operation(std::string_view word) {
  return word == "eq" || word == "ge" || word == "gt" || word == "le" || word == "lt";
}

bool takes_any_text(Match method) {
  switch (method) {
    case Match::integer:
    case Match::len:
    case Match::boolean:
    case Match::ip:
    case Match::bin:
      return false;
    default:
      return true;
  }
}

std::optional<Pattern> read_pattern(Compilation& c, const PatternRules& rules, std::string_view text,
                                    std::string_view operation) {
  Pattern pattern;
  bool good = true;
  switch (rules.method) {
    case Match::integer:
    case Match::len:
      good = read_range(pattern, text, operation, rules.dotted_numbers);
      break;
    case Match::boolean:
      good = read_range(pattern, text, "eq", false);
      break;
    case Match::ip:
      good = read_network(pattern, text);
      break;
    case Match::bin:
      good = read_binary(pattern, text);
      break;
    case Match::reg:
      pattern.regex = regex(c, text, rules.ignore_case);
      break;
    default:
      break;
  }
  if (!good) return std::nullopt;
  if (rules.method != Match::bin) pattern.text = text;
  return pattern;
}

}  // namespace hapax::compile
