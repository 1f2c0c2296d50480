#include "routing/pattern/parse.hpp"

#include <bit>
#include <charconv>
#include <cstring>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

template <typename Number>
bool parse_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

/// A dash separates like a colon: "-5" is everything up to 5.
bool parse_range(std::string_view text, model::Pattern& pattern) {
  const auto separator = text.find_first_of(":-");
  if (separator == std::string_view::npos) {
    if (!parse_number(text, pattern.low)) return false;
    pattern.high = pattern.low;
    return true;
  }
  const std::string_view low = text.substr(0, separator);
  const std::string_view high = text.substr(separator + 1);
  if (low.empty() && high.empty()) return false;
  return (low.empty() || parse_number(low, pattern.low)) && (high.empty() || parse_number(high, pattern.high)) &&
         pattern.low <= pattern.high;
}

bool parse_prefix(std::string_view text, bool ipv6, std::uint8_t& prefix) {
  unsigned bits = 0;
  if (parse_number(text, bits)) {
    if (bits > (ipv6 ? 128U : 32U)) return false;
    prefix = static_cast<std::uint8_t>(bits);
    return true;
  }
  const auto mask = ipv6 ? std::nullopt : parse_ipv4(text);
  if (!mask) return false;
  const std::uint32_t value = read32(mask->data());
  prefix = static_cast<std::uint8_t>(std::countl_one(value));
  return value == (prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix));
}

}  // namespace

bool parse_network(std::string_view text, model::Pattern& pattern) {
  const auto slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  pattern.ipv6 = address.find(':') != std::string_view::npos;
  if (pattern.ipv6) {
    const auto parsed = parse_ipv6(address);
    if (!parsed) return false;
    pattern.address = *parsed;
  } else {
    const auto parsed = parse_ipv4(address);
    if (!parsed) return false;
    std::memcpy(pattern.address.data(), parsed->data(), 4);
  }
  pattern.prefix = pattern.ipv6 ? 128 : 32;
  return slash == std::string_view::npos || parse_prefix(text.substr(slash + 1), pattern.ipv6, pattern.prefix);
}

bool parse_value(std::string_view text, bool integer) {
  std::int64_t number = 0;
  return integer ? parse_number(text, number) : parse_ipv4(text) || parse_ipv6(text);
}

bool parse_pattern(model::Match method, std::string_view text, model::Pattern& pattern) {
  switch (method) {
    case model::Match::boolean:
    case model::Match::integer:
    case model::Match::len:
      return parse_range(text, pattern);
    case model::Match::ip:
      return parse_network(text, pattern);
    default:
      return true;
  }
}

}  // namespace hapax::routing
