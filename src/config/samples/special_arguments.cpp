#include "config/samples/special_arguments.hpp"

#include <fmt/format.h>

#include "config/pattern_files.hpp"

namespace hapax::config {
namespace {

Span span(const CallPlace& place, std::size_t index) {
  const syntax::Argument& a = place.arguments[index];
  return place.text.span(a.offset, a.length);
}

bool check_unit(Reading& reading, const Keyword& row, const CallPlace& place, std::size_t index) {
  if (place.arguments.size() <= index) return true;
  const std::string_view unit = place.arguments[index].text;
  if (unit == "s" || unit == "ms" || unit == "us" || unit.empty()) return true;
  reading.error("call-arguments", span(place, index),
                fmt::format("{} knows the units s, ms and us, not {}", quote(row.name), quote(unit)));
  return false;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  for (const std::string_view each : list)
    if (word == each) return true;
  return false;
}

}  // namespace

bool check_special_arguments(Reading& reading, const Keyword& row, const CallPlace& place) {
  const bool variable = is_one_of(row.name, {"var", "set-var", "unset-var"});
  if (place.arguments.empty())
    return !variable || check_variable(reading, {}, place.text.span(place.call.offset, place.call.length));
  const std::string_view name = row.name;
  if (name == "param" && place.arguments.size() > 1 && place.arguments[1].text.size() != 1) {
    reading.error("call-arguments", span(place, 1), "'param' takes one character as its delimiter");
    return false;
  }
  if (name == "bytes" && reading.from(Version::v3_0) && place.arguments.size() > 1 && place.arguments[1].text == "0") {
    reading.error("call-arguments", span(place, 1), "'bytes' takes a length of 1 or more");
    return false;
  }
  if (variable) return check_variable(reading, place.arguments[0].text, span(place, 0));
  if (name == "date" || name == "http_date") return check_unit(reading, row, place, 1);
  if (name == "map" || name.starts_with("map_"))
    return check_pattern_file(reading, place.arguments[0].text, span(place, 0), PatternFile::map);
  return true;
}

}  // namespace hapax::config
