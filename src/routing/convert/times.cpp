// Dates from numbers. Local time is UTC here: the machine's own zone is none of the configuration's.

#include <array>
#include <ctime>
#include <string>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

std::string print(std::int64_t seconds, const std::string& format) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return {};
  char buffer[512];
  return {buffer, std::strftime(buffer, sizeof buffer, format.c_str(), &parts)};
}

/// %N is the fraction: `digits` of it.
std::string with_fraction(std::string_view format, std::int64_t fraction, int digits) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '%' && i + 1 < format.size() && format[i + 1] == 'N') {
      out += fmt::format("{:0{}}", fraction, digits);
      ++i;
    } else {
      out += format[i];
    }
  }
  return out;
}

/// ltime, utime and their ms_ and us_ forms: FORMAT[,OFFSET], the input in `per_second` parts of a second.
template <std::int64_t per_second, int digits>
bool convert_time(const Args& args, Context& c, Sample& s) {
  const std::int64_t offset = args[1].given() ? args[1].number : 0;
  const std::int64_t seconds = s.number / per_second + offset;
  std::string format(args[0].text);
  if (digits > 0) format = with_fraction(format, s.number % per_second, digits);
  s.set_string(c.arena.copy(print(seconds, format)));
  return true;
}

/// http_date([OFFSET[,UNIT]]): RFC 9110 IMF-fixdate.
bool convert_http_date(const Args& args, Context& c, Sample& s) {
  std::int64_t seconds = s.number;
  if (args[1].text == "ms") seconds /= 1'000;
  if (args[1].text == "us") seconds /= 1'000'000;
  if (args[0].given()) seconds += args[0].number;
  s.set_string(c.arena.copy(print(seconds, "%a, %d %b %Y %H:%M:%S GMT")));
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::ltime, convert_time<1, 0>},
    ConverterEntry{ConverterId::utime, convert_time<1, 0>},
    ConverterEntry{ConverterId::ms_ltime, convert_time<1'000, 3>},
    ConverterEntry{ConverterId::ms_utime, convert_time<1'000, 3>},
    ConverterEntry{ConverterId::us_ltime, convert_time<1'000'000, 6>},
    ConverterEntry{ConverterId::us_utime, convert_time<1'000'000, 6>},
    ConverterEntry{ConverterId::http_date, convert_http_date},
};

}  // namespace

std::span<const ConverterEntry> time_converters() { return kEntries; }

}  // namespace hapax::routing
