// cache: HAProxy warns of values that it does not understand; those of sizes and numbers it refuses as well.
#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

constexpr std::int64_t kMostMegabytes = 4095;

void refuse(Reading& reading, const Directive& d, std::string_view text, std::string_view what) {
  reading.warning("cache-value", d.span, fmt::format("{} needs {}, not {}", quote(d.name()), what, quote(text)),
                  "units such as 'm' are not known here");
  reading.error("cache-value", d.span, "HAProxy does not start with this cache", "correct the line").whole = true;
}

}  // namespace

void check_cache_number(Reading& reading, Directive& d) {
  const std::string_view text = d.first_word();
  const auto number = syntax::parse_integer(text);
  if (d.is("total-max-size")) {
    if (!number || *number < 0 || *number > kMostMegabytes)
      refuse(reading, d, text, "a number of megabytes from 0 to 4095");
  } else if (d.is("max-object-size")) {
    if (!number) refuse(reading, d, text, "a number of bytes");
  } else if (!number || *number == 0) {
    refuse(reading, d, text, "a number above 0");
  }
}

void check_cache_age(Reading& reading, Directive& d) {
  if (d.args.empty())
    reading.warning("cache-value", d.span, "'max-age' needs a number of seconds, and the line ends",
                    "for example 'max-age 240'");
}

void check_vary(Reading& reading, Directive& d) {
  const std::string_view state = d.args.empty() ? std::string_view() : d.text("state");
  if (state != "on" && state != "off")
    reading.warning("cache-value", d.span, fmt::format("'process-vary' is on or off, not {}", quote(state)),
                    "write 'process-vary on' or 'process-vary off'");
}

}  // namespace hapax::config
