#include <hapax/syntax/value.hpp>

#include <optional>

#include "grammar/value.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::value;

/// What the rules leave behind.
struct Reading {
  std::optional<std::uint64_t> number;  ///< nothing when it does not fit 64 bits
  std::uint64_t low_bits = 0;           ///< what 64 bits keep of it then
  std::uint32_t number_offset = 0;
  std::uint32_t number_end = 0;
  bool digits = false;
  bool negative = false;
  std::optional<TimeUnit> unit;
  std::uint32_t unit_end = 0;
  std::uint64_t factor = 1;
};

std::optional<std::uint64_t> to_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    if (__builtin_mul_overflow(value, std::uint64_t{10}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, static_cast<std::uint64_t>(digit - '0'), &value)) return std::nullopt;
  }
  return value;
}

std::uint64_t low_bits_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return value;
}

template <class Rule>
struct Read : tao::pegtl::nothing<Rule> {};

template <>
struct Read<grammar::number> {
  template <class Input>
  static void apply(const Input& in, Reading& reading) {
    reading.digits = true;
    reading.number = to_number(in.string_view());
    reading.low_bits = low_bits_of(in.string_view());
    reading.number_offset = offset_of(in);
    reading.number_end = end_of(in);
  }
};
template <>
struct Read<grammar::minus> {
  static void apply0(Reading& reading) { reading.negative = true; }
};

template <TimeUnit Unit>
struct ReadUnit {
  template <class Input>
  static void apply(const Input& in, Reading& reading) {
    reading.unit = Unit;
    reading.unit_end = end_of(in);
  }
};
template <>
struct Read<grammar::unit_us> : ReadUnit<TimeUnit::us> {};
template <>
struct Read<grammar::unit_ms> : ReadUnit<TimeUnit::ms> {};
template <>
struct Read<grammar::unit_s> : ReadUnit<TimeUnit::s> {};
template <>
struct Read<grammar::unit_m> : ReadUnit<TimeUnit::m> {};
template <>
struct Read<grammar::unit_h> : ReadUnit<TimeUnit::h> {};
template <>
struct Read<grammar::unit_d> : ReadUnit<TimeUnit::d> {};

template <std::uint64_t Factor>
struct ReadFactor {
  static void apply0(Reading& reading) { reading.factor = Factor; }
};
template <>
struct Read<grammar::unit_k> : ReadFactor<std::uint64_t{1} << 10> {};
template <>
struct Read<grammar::unit_mega> : ReadFactor<std::uint64_t{1} << 20> {};
template <>
struct Read<grammar::unit_g> : ReadFactor<std::uint64_t{1} << 30> {};

tl::unexpected<ParseError> overflow(const Reading& reading, std::string_view text) {
  const auto end = static_cast<std::uint32_t>(text.size());
  return fail(Problem::overflow, reading.number_offset, end - reading.number_offset);
}

/// The text matched neither wholly nor up to a unit: the first character behind the digits is wrong.
tl::unexpected<ParseError> unexpected(const Reading& reading, std::string_view text) {
  if (text.empty()) return fail(Problem::empty, 0, 0);
  std::uint32_t at = reading.digits ? reading.number_end : 0;
  if (reading.factor != 1 && at + 1 < text.size()) ++at;
  return fail(Problem::unexpected_character, at, 1);
}

}  // namespace

Parsed<Time> parse_time(std::string_view text, TimeUnit unit) {
  Reading reading;
  if (!parse_text<grammar::time, Read>(text, reading)) return unexpected(reading, text);
  const TimeUnit written = reading.unit.value_or(unit);
  const auto length = reading.unit ? reading.unit_end : static_cast<std::uint32_t>(text.size());
  // HAProxy counts in 64 bits and does not see what they cannot hold.
  const std::uint64_t ratio = microseconds(written) / microseconds(unit);
  const std::uint64_t divisor = microseconds(unit) / microseconds(written);
  const std::uint64_t value =
      ratio != 0 ? reading.low_bits * ratio : reading.low_bits / divisor + (reading.low_bits % divisor != 0 ? 1 : 0);
  if (value > kMaxTime) return overflow(reading, text.substr(0, length));
  return Time{value, reading.unit.has_value(), written, length};
}

Parsed<std::uint64_t> parse_size(std::string_view text, std::uint64_t most) {
  Reading reading;
  if (!parse_text<grammar::size, Read>(text, reading)) return unexpected(reading, text);
  std::uint64_t size = 0;
  if (!reading.number || __builtin_mul_overflow(*reading.number, reading.factor, &size) || size > most) {
    return overflow(reading, text);
  }
  return size;
}

Parsed<std::int64_t> parse_integer(std::string_view text) {
  if (text.empty()) return fail(Problem::empty, 0, 0);
  Reading reading;
  if (!parse_text<grammar::integer, Read>(text, reading)) {
    return fail(Problem::bad_integer, 0, static_cast<std::uint32_t>(text.size()));
  }
  if (!reading.number || *reading.number > INT64_MAX) return overflow(reading, text);
  const auto value = static_cast<std::int64_t>(*reading.number);
  return reading.negative ? -value : value;
}

LeadingInteger leading_integer(std::string_view text) {
  Reading reading;
  if (!parse_text<grammar::leading_integer, Read>(text, reading)) return {};
  const bool fits = reading.number && *reading.number <= INT64_MAX;
  if (!fits) return {reading.negative ? INT64_MIN : INT64_MAX, reading.number_end};
  const auto value = static_cast<std::int64_t>(*reading.number);
  return {reading.negative ? -value : value, reading.number_end};
}

Parsed<std::uint32_t> parse_percentage(std::string_view text) {
  if (text.empty()) return fail(Problem::empty, 0, 0);
  Reading reading;
  if (!parse_text<grammar::percentage, Read>(text, reading)) {
    return fail(Problem::bad_integer, 0, static_cast<std::uint32_t>(text.size()));
  }
  if (!reading.number || *reading.number > 100) return overflow(reading, text);
  return static_cast<std::uint32_t>(*reading.number);
}

}  // namespace hapax::syntax
