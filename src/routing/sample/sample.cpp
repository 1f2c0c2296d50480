// Casts between sample types. The table below is HAProxy's (its manual, "sample types", tells the public part; the rest
// is observed): which conversions exist, and for each what a value that has no image in the target type becomes: no
// sample.

#include "routing/sample/sample.hpp"

#include <cstring>

#include <fmt/format.h>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// A sign, then decimal digits up to the first other byte; 0 when there is not one. Saturates. Nothing for no text at
/// all.
std::optional<std::int64_t> leading_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) break;
    const int digit = negative ? '0' - c : c - '0';
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, digit, &value)) {
      return negative ? INT64_MIN : INT64_MAX;
    }
  }
  return value;
}

bool to_integer(Sample& s, SampleType to) {
  switch (s.type) {
    case SampleType::boolean:  // either stands for the other and keeps its name, arithmetic or not
    case SampleType::integer:
      return true;
    case SampleType::ipv4:
      if (to == SampleType::boolean) return false;
      s.number = read32(s.address.data());
      break;
    case SampleType::string: {
      const auto number = leading_number(s.text);
      if (!number) return false;
      s.number = *number;
      break;
    }
    default:
      return false;
  }
  s.type = to;
  return true;
}

bool to_ipv4(Sample& s) {
  switch (s.type) {
    case SampleType::ipv4:
      return true;
    case SampleType::integer: {
      const auto value = static_cast<std::uint32_t>(s.number);
      s.address = {};
      for (int i = 0; i < 4; ++i)
        s.address[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
      break;
    }
    case SampleType::ipv6: {
      const auto embedded = embedded_ipv4(s.address);
      if (!embedded) return false;
      s.address = {};
      std::memcpy(s.address.data(), embedded->data(), 4);
      break;
    }
    case SampleType::string: {
      // What follows the address does not matter: "10.0.0.1:80", "10.0.0.1/path".
      std::array<std::uint8_t, 4> parsed{};
      if (leading_ipv4(s.text, parsed) == 0) return false;
      s.address = {};
      std::memcpy(s.address.data(), parsed.data(), 4);
      break;
    }
    default:
      return false;
  }
  s.type = SampleType::ipv4;
  return true;
}

bool to_ipv6(Sample& s) {
  switch (s.type) {
    case SampleType::ipv6:
      return true;
    case SampleType::integer:
      if (!to_ipv4(s)) return false;
      [[fallthrough]];
    case SampleType::ipv4: {
      const auto mapped = mapped_ipv6(s.address.data());
      s.address = mapped;
      break;
    }
    case SampleType::string: {
      const auto parsed = parse_ipv6(s.text);
      if (!parsed) return false;
      s.address = *parsed;
      break;
    }
    default:
      return false;
  }
  s.type = SampleType::ipv6;
  return true;
}

bool to_address(Sample& s) {
  if (s.type == SampleType::ipv4 || s.type == SampleType::ipv6) return true;
  if (s.type == SampleType::integer) return to_ipv4(s);
  if (s.type != SampleType::string) return false;
  return to_ipv4(s) || to_ipv6(s);
}

bool to_string(Sample& s, Arena& arena) {
  switch (s.type) {
    case SampleType::string:
    case SampleType::method:
      break;
    case SampleType::boolean:
    case SampleType::integer:
      s.text = decimal(s.number, arena);
      break;
    case SampleType::ipv4:
      s.text = ipv4_text(s.address.data(), arena);
      break;
    case SampleType::ipv6:
      s.text = ipv6_text(s.address.data(), arena);
      break;
    case SampleType::binary:
      s.text = s.text.substr(0, s.text.find('\0'));
      break;
    default:
      return false;
  }
  s.type = SampleType::string;
  return true;
}

/// A text is bytes already and stays a text: what `bytes` leaves of one can still be a number.
bool to_binary(Sample& s, Arena& arena) {
  if (s.type == SampleType::string) return true;
  s.text = binary_form(s, arena);
  s.type = SampleType::binary;
  return true;
}

}  // namespace

bool Sample::set_address(const Address& value) {
  if (value.family == Address::Family::ipv4) {
    type = SampleType::ipv4;
  } else if (value.family == Address::Family::ipv6) {
    type = SampleType::ipv6;
  } else {
    return false;
  }
  address = value.bytes;
  return true;
}

std::string_view binary_form(const Sample& s, Arena& arena) {
  switch (s.type) {
    case SampleType::boolean:
    case SampleType::integer: {
      const auto value =
          s.type == SampleType::boolean ? std::uint64_t{s.number != 0} : static_cast<std::uint64_t>(s.number);
      char* out = arena.allocate(8);
      for (int i = 0; i < 8; ++i) out[i] = static_cast<char>(value >> (56 - 8 * i));
      return {out, 8};
    }
    case SampleType::ipv4:
      return arena.copy({reinterpret_cast<const char*>(s.address.data()), 4});
    case SampleType::ipv6:
      return arena.copy({reinterpret_cast<const char*>(s.address.data()), 16});
    default:
      return s.text;
  }
}

bool cast(Sample& sample, SampleType to, Arena& arena) {
  if (sample.type == to) return true;
  switch (to) {
    case SampleType::any:
      return true;
    case SampleType::boolean:
    case SampleType::integer:
      return to_integer(sample, to);
    case SampleType::address:
      return to_address(sample);
    case SampleType::ipv4:
      return to_ipv4(sample);
    case SampleType::ipv6:
      return to_ipv6(sample);
    case SampleType::string:
      return to_string(sample, arena);
    case SampleType::binary:
      return to_binary(sample, arena);
    case SampleType::method:
      if (!sample.is_text()) return false;
      sample.type = SampleType::method;
      return true;
  }
  return false;
}

bool castable(SampleType from, SampleType to) {
  using enum SampleType;
  if (from == to || from == any || to == any) return true;
  switch (from) {
    case boolean:
      return to == integer || to == string || to == binary;
    case integer:
      return to != method;
    case address:
      return to == ipv4 || to == ipv6 || to == string;
    case ipv4:
      return to == integer || to == address || to == ipv6 || to == string || to == binary;
    case ipv6:
      return to == address || to == ipv4 || to == string || to == binary;
    case string:
      return true;
    case binary:
      return to == string || to == method;
    case method:
      return to == string || to == binary;
    default:
      return false;
  }
}

std::string describe(const Sample& sample) {
  Arena arena;
  Sample copy = sample;
  switch (sample.type) {
    case SampleType::boolean:
      return sample.number != 0 ? "true" : "false";
    case SampleType::integer:
      return std::to_string(sample.number);
    case SampleType::ipv4:
    case SampleType::ipv6:
      cast(copy, SampleType::string, arena);
      return std::string(copy.text);
    default:
      return fmt::format("'{}'", sample.text);
  }
}

}  // namespace hapax::routing
