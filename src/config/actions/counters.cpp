// sc-inc-gpc(INDEX,COUNTER), sc-inc-gpc0(COUNTER), sc-set-gpt0(COUNTER) VALUE ...: numbers in parentheses.
#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/actions/actions.hpp"
#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool refuse(Reading& reading, const Action& action, bool indexed) {
  const std::string_view name = action.row->name;
  reading.error("unknown-stick-counter", action.words[0].span,
                fmt::format("{} needs {} in parentheses", quote(action.words[0].text),
                            indexed ? "an index and the number of a stick counter" : "the number of a stick counter"),
                indexed ? fmt::format("for example '{}(0,1)': element 0 of the entry that track-sc1 tracks", name)
                        : fmt::format("for example '{}(1)': the entry that track-sc1 tracks", name));
  return false;
}

bool is_counter(const Reading& reading, std::string_view text) {
  const auto number = syntax::parse_integer(text);
  return number && *number < stick_counters(reading);
}

}  // namespace

std::int64_t stick_counters(const Reading& reading) {
  constexpr std::int64_t kUsual = 3;
  const Directive* const d = last_global(reading.config(), "tune.stick-counters");
  return d == nullptr ? kUsual : d->integer("number").value_or(0);
}

bool check_counter(Reading& reading, const Place& place, const Action& action) {
  const bool connection = place.directive != nullptr && place.directive->is("tcp-request connection");
  const Arg* const value = action.arg("value");
  if (!reading.from(Version::v2_8) && connection && value != nullptr &&
      std::holds_alternative<const syntax::Expression*>(value->value)) {
    reading.error("fetch-not-available", value->span(),
                  "HAProxy 2.6 takes only a number in 'tcp-request connection' rules",
                  "write a number, or a 'tcp-request session' rule");
    return false;
  }
  const std::string_view word = action.words[0].text;
  const std::string_view name = action.row->name;
  const bool indexed = !name.ends_with('0') && !name.ends_with('1');
  if (word.size() == name.size()) return !indexed || refuse(reading, action, indexed);
  if (word[name.size()] != '(' || word.find(')') == std::string_view::npos) return refuse(reading, action, indexed);
  std::string_view inside = in_parentheses(word);
  if (!indexed) return inside.empty() || is_counter(reading, inside) || refuse(reading, action, indexed);
  const std::size_t comma = inside.find(',');
  if (comma == std::string_view::npos || !syntax::parse_integer(inside.substr(0, comma)))
    return refuse(reading, action, indexed);
  return is_counter(reading, inside.substr(comma + 1)) || refuse(reading, action, indexed);
}

}  // namespace hapax::config
