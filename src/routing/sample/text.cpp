#include "routing/sample/text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hapax::routing {

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> percent_decoded(std::string_view text, bool form, Version version) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (byte == '+' && form) {
      out += ' ';
    } else if (byte == '%') {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) return std::nullopt;
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      if (out.back() == '\0' && version >= Version::v3_2) return std::nullopt;
      i += 2;
    } else {
      if (byte == '?') form = true;
      out += byte;
    }
  }
  return out;
}

std::int64_t wrapping_number(std::string_view text, bool strict) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::uint32_t value = 0;
  for (const char c : text) {
    const int digit = c - '0';
    if (digit > 9 || (strict && digit < 0)) break;
    value = value * 10 + static_cast<std::uint32_t>(digit);
  }
  const auto number = static_cast<std::int32_t>(value);
  return negative ? -std::int64_t{number} : number;
}

std::optional<std::array<std::uint8_t, 4>> parse_ipv4(std::string_view text) {
  char buffer[INET_ADDRSTRLEN];
  std::array<std::uint8_t, 4> result{};
  if (text.size() >= sizeof buffer) return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  if (inet_pton(AF_INET, buffer, result.data()) != 1) return std::nullopt;
  return result;
}

std::size_t leading_ipv4(std::string_view text, std::array<std::uint8_t, 4>& address) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (i > 0 && (at == text.size() || text[at++] != '.')) return 0;
    const std::size_t begin = at;
    unsigned number = 0;
    for (; at < text.size() && is_digit(text[at]) && number < 256; ++at) {
      number = number * 10 + static_cast<unsigned>(text[at] - '0');
    }
    if (at == begin || number > 255) return 0;
    address[i] = static_cast<std::uint8_t>(number);
  }
  return at < text.size() && text[at] == '.' ? 0 : at;
}

std::optional<std::array<std::uint8_t, 16>> parse_ipv6(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN];
  std::array<std::uint8_t, 16> result{};
  if (text.size() >= sizeof buffer) return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  if (inet_pton(AF_INET6, buffer, result.data()) != 1) return std::nullopt;
  return result;
}

std::string_view decimal(std::int64_t value, Arena& arena) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return arena.copy({buffer, static_cast<std::size_t>(end - buffer)});
}

std::string_view ipv4_text(const std::uint8_t* bytes, Arena& arena) {
  char buffer[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, bytes, buffer, sizeof buffer);
  return arena.copy(buffer);
}

std::string_view ipv6_text(const std::uint8_t* bytes, Arena& arena) {
  char buffer[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, bytes, buffer, sizeof buffer);
  return arena.copy(buffer);
}

std::optional<std::array<std::uint8_t, 4>> embedded_ipv4(const std::array<std::uint8_t, 16>& address) {
  const bool compatible = read32(&address[0]) == 0 && read32(&address[4]) == 0 &&
                          (read32(&address[8]) == 0 || read32(&address[8]) == 0xFFFF);
  const bool six_to_four = address[0] == 0x20 && address[1] == 0x02;
  if (!compatible && !six_to_four) return std::nullopt;
  std::array<std::uint8_t, 4> result{};
  std::memcpy(result.data(), &address[compatible ? 12 : 2], 4);
  return result;
}

std::array<std::uint8_t, 16> mapped_ipv6(const std::uint8_t* ipv4) {
  std::array<std::uint8_t, 16> result{};
  result[10] = result[11] = 0xFF;
  std::memcpy(&result[12], ipv4, 4);
  return result;
}

}  // namespace hapax::routing
