// Arithmetic on 64-bit integers that stop at their limits, bits, truth. A boolean stays one: printed it is the number
// that came out, as binary 0 or 1.

#include <array>
#include <cstdint>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_add_overflow(a, b, &result)) return result;
  return a < 0 ? INT64_MIN : INT64_MAX;
}
std::int64_t subtract(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_sub_overflow(a, b, &result)) return result;
  return a < 0 ? INT64_MIN : INT64_MAX;
}
std::int64_t multiply(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_mul_overflow(a, b, &result)) return result;
  return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}
std::int64_t divide(std::int64_t a, std::int64_t b) {
  if (b == 0) return INT64_MAX;
  return a == INT64_MIN && b == -1 ? INT64_MAX : a / b;
}
std::int64_t modulo(std::int64_t a, std::int64_t b) { return b == 0 || (a == INT64_MIN && b == -1) ? 0 : a % b; }
std::int64_t bits_and(std::int64_t a, std::int64_t b) { return a & b; }
std::int64_t bits_or(std::int64_t a, std::int64_t b) { return a | b; }
std::int64_t bits_xor(std::int64_t a, std::int64_t b) { return a ^ b; }

/// Before 3.0 the sum of two negative numbers is the greatest number of all, unless it is too small to be one.
template <std::int64_t (*compute)(std::int64_t, std::int64_t)>
bool convert_sum(const Args& args, Context& c, Sample& s) {
  std::int64_t other = 0;
  if (!operand(args[0], c, other)) return false;
  std::int64_t unlimited = 0;
  const std::int64_t result = compute(s.number, other);
  const bool exact = compute == add ? !__builtin_add_overflow(s.number, other, &unlimited)
                                    : !__builtin_sub_overflow(s.number, other, &unlimited);
  const bool both_negative = s.number < 0 && (compute == add ? other < 0 : other > 0);
  s.number = exact && both_negative && c.world.model.target < Version::v3_0 ? INT64_MAX : result;
  return true;
}

template <std::int64_t (*compute)(std::int64_t, std::int64_t)>
bool convert_binary(const Args& args, Context& c, Sample& s) {
  std::int64_t other = 0;
  if (!operand(args[0], c, other)) return false;
  s.number = compute(s.number, other);
  return true;
}

bool convert_neg(const Args&, Context&, Sample& s) {
  s.number = subtract(0, s.number);
  return true;
}
bool convert_cpl(const Args&, Context&, Sample& s) {
  s.number = ~s.number;
  return true;
}
bool convert_not(const Args&, Context&, Sample& s) {
  s.set_boolean(s.number == 0);
  return true;
}
bool convert_bool(const Args&, Context&, Sample& s) {
  s.set_boolean(s.number != 0);
  return true;
}
bool convert_odd(const Args&, Context&, Sample& s) {
  s.set_boolean((s.number & 1) != 0);
  return true;
}
bool convert_even(const Args&, Context&, Sample& s) {
  s.set_boolean((s.number & 1) == 0);
  return true;
}

bool convert_htonl(const Args&, Context& c, Sample& s) {
  char* out = c.arena.allocate(4);
  for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(s.number >> (24 - 8 * i));
  s.set_binary({out, 4});
  return true;
}

bool convert_hex2i(const Args&, Context&, Sample& s) {
  std::uint64_t value = 0;
  for (const char digit : s.text) {
    if (hex_value(digit) < 0) return false;
    value = value << 4 | static_cast<std::uint64_t>(hex_value(digit));
  }
  s.set_integer(static_cast<std::int64_t>(value));
  return true;
}

void mask(std::uint8_t* address, std::size_t size, std::int64_t bits) {
  for (std::size_t i = 0; i < size; ++i, bits -= 8) {
    if (bits >= 8) continue;
    address[i] = bits <= 0 ? 0 : static_cast<std::uint8_t>(address[i] & (0xFF00U >> bits));
  }
}

/// An IPv6 address that embeds an IPv4 one is masked as that; before 3.0 only a mapped one is.
bool convert_ipmask(const Args& args, Context& c, Sample& s) {
  const bool mapped = s.address == mapped_ipv6(s.address.data() + 12);
  if (s.type == SampleType::ipv6 && (mapped || c.world.model.target >= Version::v3_0)) {
    cast(s, SampleType::ipv4, c.arena);
  }
  if (s.type == SampleType::ipv4) {
    mask(s.address.data(), 4, args[0].given() ? args[0].number : 32);
    return true;
  }
  if (s.type != SampleType::ipv6 || !args[1].given()) return false;
  mask(s.address.data(), 16, args[1].number);
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::add, convert_sum<add>},
    ConverterEntry{ConverterId::sub, convert_sum<subtract>},
    ConverterEntry{ConverterId::mul, convert_binary<multiply>},
    ConverterEntry{ConverterId::div, convert_binary<divide>},
    ConverterEntry{ConverterId::mod, convert_binary<modulo>},
    ConverterEntry{ConverterId::and_, convert_binary<bits_and>},
    ConverterEntry{ConverterId::or_, convert_binary<bits_or>},
    ConverterEntry{ConverterId::xor_, convert_binary<bits_xor>},
    ConverterEntry{ConverterId::neg, convert_neg},
    ConverterEntry{ConverterId::cpl, convert_cpl},
    ConverterEntry{ConverterId::not_, convert_not},
    ConverterEntry{ConverterId::bool_, convert_bool},
    ConverterEntry{ConverterId::odd, convert_odd},
    ConverterEntry{ConverterId::even, convert_even},
    ConverterEntry{ConverterId::htonl, convert_htonl},
    ConverterEntry{ConverterId::hex2i, convert_hex2i},
    ConverterEntry{ConverterId::ipmask, convert_ipmask},
};

}  // namespace

std::span<const ConverterEntry> number_converters() { return kEntries; }

}  // namespace hapax::routing
