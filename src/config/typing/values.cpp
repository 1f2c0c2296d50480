// One word as a value: numbers, times, sizes, choices, names. Languages of several words are read elsewhere.
#include <algorithm>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/names.hpp"
#include "config/habits.hpp"
#include "config/typing/address.hpp"
#include "config/typing/number_lists.hpp"
#include "config/typing/signature.hpp"
#include "config/typing/texts.hpp"

namespace hapax::config {
namespace {

using syntax::Problem;

std::string range_text(const Param& param) {
  if (param.first == INT64_MIN) return fmt::format("at most {}", param.last);
  if (param.last == INT64_MAX) return fmt::format("{} or more", param.first);
  return fmt::format("between {} and {}", param.first, param.last);
}

Value out_of_range(Reading& reading, const Place& place, const Param& param, const Word& word, std::int64_t value) {
  reading.error("value-out-of-range", word.span,
                fmt::format("{} takes a value {}, not {}", quote(place.owner), range_text(param), quote(word.text)),
                fmt::format("the nearest that it takes is {}", value < param.first ? param.first : param.last));
  return {};
}

// What C makes of a number that does not fit: its lower 32 bits.
std::int64_t wrapped(std::int64_t value, std::string_view type) {
  if (type == "atou") return static_cast<std::uint32_t>(value);
  return type == "atol" || type == "long" ? value : static_cast<std::int32_t>(value);
}

std::string how_to_write(const Word& number) {
  std::string habit = habit_of_number(number.text);
  return habit.empty() ? "write digits only" : habit;
}

void advise_plain_number(Reading& reading, const Word& word, std::int64_t value) {
  reading.advice("number-cut-short", Severity::warning, word.span,
                 fmt::format("HAProxy reads {} as {}", quote(word.text), value), how_to_write(word));
}

// "int" and "long" are strict, "cint" too but as C writes numbers; the others take the number that the word begins
// with.
Value read_integer(Reading& reading, const Place& place, const Param& param, const Word& word) {
  std::int64_t value = 0;
  const auto fits = [&param](std::int64_t number) { return number >= param.first && number <= param.last; };
  if (param.detail == "int" || param.detail == "long") {
    const auto parsed = syntax::parse_integer(word.text);
    if (!parsed && parsed.error().problem != Problem::overflow) {
      reading.error("invalid-number", word.span,
                    fmt::format("{} expects a whole number, not {}", quote(place.owner), quote(word.text)),
                    how_to_write(word));
      return {};
    }
    const std::int64_t whole = parsed ? *parsed : syntax::leading_integer(word.text).value;
    value = wrapped(whole, param.detail);
    if ((!parsed || value != whole) && fits(value)) advise_plain_number(reading, word, value);
  } else if (param.detail == "cint") {
    if (!is_c_number(word.text)) {
      reading.error("invalid-number", word.span,
                    fmt::format("{} expects a whole number, not {}", quote(place.owner), quote(word.text)),
                    word.text.starts_with('0') ? "behind a leading zero it reads octal digits" : how_to_write(word));
      return {};
    }
    const auto number = static_cast<std::int64_t>(std::strtoull(std::string(word.text).c_str(), nullptr, 0));
    value = wrapped(number, param.detail);
  } else {
    const syntax::LeadingInteger number = syntax::leading_integer(word.text);
    value = wrapped(number.value, param.detail);
    if ((number.read != word.text.size() || value != number.value) && fits(value))
      advise_plain_number(reading, word, value);
  }
  if (!fits(value)) return out_of_range(reading, place, param, word, value);
  return Integer{value};
}

// What follows the unit of a time: "ec" in "5sec".
std::string_view behind_unit(std::string_view text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of("0123456789")));
  if (text.starts_with("us") || text.starts_with("ms")) return text.substr(2);
  return text.empty() ? text : text.substr(1);
}

// HAProxy names the line of a server in all that it says of it.
bool names_line_of(const Directive& d) {
  return d.is("server") || d.is("server-template") || d.is("default-server") || d.is("peer");
}

// "5sx": of what follows the unit HAProxy warns when it has found the time, before it looks at its range.
void warn_text_behind(Reading& reading, const Place& place, const Word& word) {
  const std::string_view rest = behind_unit(word.text);
  if (rest.empty()) return;
  reading
      .warning(
          "text-behind-time", word.span,
          fmt::format("{} of {} has no meaning, and HAProxy will refuse it one day", quote(rest), quote(word.text)),
          fmt::format("write '{}'", word.text.substr(0, word.text.size() - rest.size())))
      .whole = place.directive == nullptr || !names_line_of(*place.directive);
}

}  // namespace

Value read_duration(Reading& reading, const Place& place, const Param& param, const Word& word) {
  const bool infinite = param.detail.ends_with("|infinite");
  if (infinite && word.text == "infinite") return Duration{INT64_MAX};
  const bool seconds = param.detail.starts_with("s");
  const syntax::TimeUnit unit =
      seconds ? syntax::TimeUnit::s : (param.detail.starts_with("us") ? syntax::TimeUnit::us : syntax::TimeUnit::ms);
  const auto parsed = syntax::parse_time(word.text, unit);
  if (!parsed) {
    const bool overflow = parsed.error().problem == Problem::overflow;
    if (overflow) warn_text_behind(reading, place, word);
    reading.error("invalid-time", word.span,
                  overflow ? fmt::format("{} is a longer time than {} can hold", quote(word.text), quote(place.owner))
                           : fmt::format("{} expects a time, not {}", quote(place.owner), quote(word.text)),
                  fmt::format("write a number of {}, or one with a unit: 500ms, 30s, 5m, 1h, 1d",
                              seconds ? "seconds" : "milliseconds"));
    return {};
  }
  warn_text_behind(reading, place, word);
  const auto value = static_cast<std::int64_t>(parsed->value);
  if (value < param.first || value > param.last) return out_of_range(reading, place, param, word, value);
  return Duration{value * static_cast<std::int64_t>(syntax::microseconds(unit))};
}

namespace {

Value read_size(Reading& reading, const Place& place, const Param& param, const Word& word) {
  // Those of which HAProxy has no more than 4 GiB say so, or say nothing.
  const bool large = param.first >= 0 && param.last == INT64_MAX;
  const auto parsed = large ? syntax::parse_size(word.text, UINT64_MAX) : syntax::parse_size(word.text);
  if (!parsed) {
    reading.error("invalid-size", word.span,
                  fmt::format("{} expects a size, not {}", quote(place.owner), quote(word.text)),
                  "write a number of bytes, or one with k, m or g behind it");
    return {};
  }
  const auto bytes = static_cast<std::int64_t>(std::min<std::uint64_t>(*parsed, INT64_MAX));
  if (bytes < param.first || bytes > param.last) return out_of_range(reading, place, param, word, bytes);
  return Size{*parsed};
}

Value read_choice(Reading& reading, const Place& place, const Param& param, const Word& word) {
  if (std::find(param.words.begin(), param.words.end(), word.text) != param.words.end()) return Choice();
  Diagnostic& d = reading.error("invalid-choice", word.span,
                                fmt::format("{} does not take {}", quote(place.owner), quote(word.text)));
  offer_nearest(reading, d, word.text, param.words);
  d.help.push_back("it can be " + join_or(param.words));
  return {};
}

Value read_name(Reading& reading, const Place& place, const Word& word) {
  if (!bad_name_character(word.text)) return Text();
  check_characters(reading, word.text, word.span, fmt::format("the name of a {}", place.owner));
  return {};
}

}  // namespace

Value read_value(Reading& reading, const Place& place, const Param& param, const Word& word) {
  switch (param.kind) {
    case ParamKind::integer:
      return read_integer(reading, place, param, word);
    case ParamKind::duration:
      return read_duration(reading, place, param, word);
    case ParamKind::size:
      return read_size(reading, place, param, word);
    case ParamKind::choice:
      return read_choice(reading, place, param, word);
    case ParamKind::name:
      return read_name(reading, place, word);
    case ParamKind::address:
      return read_address(reading, place, param.detail, word);
    case ParamKind::reference:
      return Reference();
    default:
      if (param.kind == ParamKind::text && !check_text(reading, place, param.detail, word)) return {};
      return Text();
  }
}

}  // namespace hapax::config
