// Times, sizes, numbers: sections 2.5 and 2.6 of HAProxy's manual, as HAProxy really reads them.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

enum class TimeUnit : std::uint8_t { us, ms, s, m, h, d };

/// HAProxy keeps timers in signed 32-bit numbers of their unit.
inline constexpr std::uint64_t kMaxTime = 2147483647;

/// A time in the unit that the keyword counts in. HAProxy reads it in 64 bits and does not see what they cannot hold.
struct Time {
  std::uint64_t value = 0;       ///< rounded up; at most kMaxTime
  bool has_unit = false;         ///< a unit is written
  TimeUnit unit = TimeUnit::ms;  ///< the one that is written, else the default
  std::uint32_t read = 0;        ///< how much of the text counts: HAProxy ignores whatever follows a unit ("1sx" is 1s)
};

/// "10", "10ms", "1d". A number without unit is in `unit`, and so is the result. Problems: empty, unexpected_character,
/// overflow (the number).
[[nodiscard]] Parsed<Time> parse_time(std::string_view text, TimeUnit unit = TimeUnit::ms);

/// How many microseconds one of a unit is.
[[nodiscard]] constexpr std::uint64_t microseconds(TimeUnit unit) {
  constexpr std::uint64_t kFactors[] = {1, 1000, 1000000, 60000000, 3600000000, 86400000000};
  return kFactors[static_cast<std::size_t>(unit)];
}

/// "4096", "16k", "1M", "2g": bytes, `most` at most. Problems: empty, unexpected_character, overflow (the number).
[[nodiscard]] Parsed<std::uint64_t> parse_size(std::string_view text, std::uint64_t most = UINT32_MAX);

/// A whole decimal integer as strtol() takes it: blanks before it and a sign are allowed, nothing behind it. Problems:
/// empty, bad_integer, overflow (beyond 64 bits).
[[nodiscard]] Parsed<std::int64_t> parse_integer(std::string_view text);

/// What atol() makes of a text, for keywords that take whatever number it begins with: "12abc" is 12, "abc" is 0.
struct LeadingInteger {
  std::int64_t value = 0;
  std::uint32_t read = 0;  ///< how much of the text was read; 0: there is no number
};
[[nodiscard]] LeadingInteger leading_integer(std::string_view text);

/// "50" or "50%". Problems: empty, bad_integer, overflow (above 100).
[[nodiscard]] Parsed<std::uint32_t> parse_percentage(std::string_view text);

}  // namespace hapax::syntax
