// Numbers and addresses from text, and text from them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/ascii_case.hpp>
#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of ASCII, whatever the locale, as are the next two.
constexpr bool is_letter(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

/// What need not be encoded in a URI (RFC 3986, 2.3).
constexpr bool is_unreserved(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

/// Without blanks and tabs at both ends.
std::string_view trim(std::string_view text);

/// Value of a hexadecimal digit; -1 when it is none.
int hex_value(char c);
inline constexpr char kHexDigits[] = "0123456789ABCDEF";

/// With every %XX as its byte; nothing where two digits are missing (3.2: or where the byte is a zero). `+` is a blank
/// in forms, and everywhere behind a question mark.
std::optional<std::string> percent_decoded(std::string_view text, bool form, Version version);

/// Decimal digits, 32 bits that wrap. Unless `strict` (HAProxy 3.2.26) only a byte above `9` ends the number, and one
/// below `0` counts as a negative digit: "1.5" is 85.
std::int64_t wrapping_number(std::string_view text, bool strict);

/// "10.0.0.1" in network order.
std::optional<std::array<std::uint8_t, 4>> parse_ipv4(std::string_view text);
/// The length of the address that a text begins with, 0 for none; unlike parse_ipv4() it takes zeros before its
/// numbers. A fifth number spoils it, anything else may follow.
std::size_t leading_ipv4(std::string_view text, std::array<std::uint8_t, 4>& address);
std::optional<std::array<std::uint8_t, 16>> parse_ipv6(std::string_view text);

/// Decimal, into the arena.
std::string_view decimal(std::int64_t value, Arena& arena);
/// As inet_ntop prints them, into the arena.
std::string_view ipv4_text(const std::uint8_t* bytes, Arena& arena);
std::string_view ipv6_text(const std::uint8_t* bytes, Arena& arena);

/// The IPv4 address that an IPv6 one embeds (::a.b.c.d, ::ffff:a.b.c.d, 2002:...); 0 bytes when it embeds none.
std::optional<std::array<std::uint8_t, 4>> embedded_ipv4(const std::array<std::uint8_t, 16>& address);
/// ::ffff:a.b.c.d
std::array<std::uint8_t, 16> mapped_ipv6(const std::uint8_t* ipv4);

constexpr std::uint32_t read32(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

}  // namespace hapax::routing
