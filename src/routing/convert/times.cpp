// Dates from numbers. Local time is UTC here: the machine's own zone is none of the configuration's.

#include <array>
#include <ctime>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// Seconds beyond what HAProxy prints lose their upper bits: a negative number is a date far ahead.
constexpr std::int64_t kLongestDate = 0x007F'FFFF'FFFF'FFFF;

std::string print(std::int64_t seconds, const std::string& format) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return {};
  char buffer[512];
  return {buffer, std::strftime(buffer, sizeof buffer, format.c_str(), &parts)};
}

/// %N is the fraction of a second in nanoseconds, %3N the first three digits of it. Nothing when the width is none.
std::optional<std::string> with_fraction(std::string_view format, std::int64_t nanoseconds) {
  constexpr std::size_t kDigits = 9;
  const std::string digits = fmt::format("{:09}", static_cast<std::uint64_t>(nanoseconds));
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 >= format.size()) {
      out += format[i];
      continue;
    }
    std::size_t end = i + 1;
    std::size_t width = 0;
    while (end < format.size() && is_digit(format[end]) && width <= kDigits) {
      width = width * 10 + static_cast<std::size_t>(format[end++] - '0');
    }
    if (end < format.size() && format[end] == 'N') {
      if (end == i + 1) width = kDigits;
      if (width == 0 || width > kDigits) return std::nullopt;
      out += digits.substr(0, width);
      i = end;
    } else {
      out += format.substr(i, 2);
      ++i;
    }
  }
  return out;
}

/// ltime, utime: FORMAT[,OFFSET], in seconds.
bool convert_time(const Args& args, Context& c, Sample& s) {
  const std::int64_t offset = args[1].given() ? args[1].number : 0;
  s.set_string(c.arena.copy(print((s.number & kLongestDate) + offset, std::string(args[0].text))));
  return true;
}

/// Their ms_ and us_ forms: the input in `per_second` parts of a second; so is the offset since 3.2.
template <std::int64_t per_second>
bool convert_fine_time(const Args& args, Context& c, Sample& s) {
  const std::int64_t offset = args[1].given() ? args[1].number : 0;
  const bool fine_offset = c.world.model.target >= Version::v3_2;
  const std::int64_t parts = s.number + (fine_offset ? offset : 0);
  const auto format = with_fraction(args[0].text, parts % per_second * (kSecond / per_second));
  const std::int64_t seconds = parts / per_second + (fine_offset ? 0 : offset);
  s.set_string(format ? c.arena.copy(print(seconds, *format)) : std::string_view{});
  return true;
}

/// http_date([OFFSET[,UNIT]]): RFC 9110 IMF-fixdate; with a unit the fraction stands behind the seconds, with all its
/// digits since 3.2.
bool convert_http_date(const Args& args, Context& c, Sample& s) {
  const std::int64_t per_second = args[1].text == "ms" ? 1'000 : args[1].text == "us" ? 1'000'000 : 1;
  const std::int64_t parts = s.number + (args[0].given() ? args[0].number : 0);
  std::string fraction;
  if (per_second > 1) {
    const int digits = c.world.model.target < Version::v3_2 ? 1 : per_second == 1'000 ? 3 : 6;
    fraction = fmt::format(".{:0{}}", parts % per_second, digits);
  }
  const std::string format = "%a, %d %b %Y %H:%M:%S" + fraction + " GMT";
  s.set_string(c.arena.copy(print(parts / per_second & kLongestDate, format)));
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::ltime, convert_time},
    ConverterEntry{ConverterId::utime, convert_time},
    ConverterEntry{ConverterId::ms_ltime, convert_fine_time<1'000>},
    ConverterEntry{ConverterId::ms_utime, convert_fine_time<1'000>},
    ConverterEntry{ConverterId::us_ltime, convert_fine_time<1'000'000>},
    ConverterEntry{ConverterId::us_utime, convert_fine_time<1'000'000>},
    ConverterEntry{ConverterId::http_date, convert_http_date},
};

}  // namespace

std::span<const ConverterEntry> time_converters() { return kEntries; }

}  // namespace hapax::routing
