// set-var(NAME), set-var-fmt(NAME), unset-var(NAME).
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "config/actions/actions.hpp"
#include "config/samples/expression.hpp"

namespace hapax::config {
namespace {

constexpr std::string_view kConditions[] = {"ifexists", "ifnotexists", "ifempty", "ifnotempty",
                                            "ifset",    "ifnotset",    "ifgt",    "iflt"};

}  // namespace

bool is_variable_condition(std::string_view word) {
  return std::find(std::begin(kConditions), std::end(kConditions), word) != std::end(kConditions);
}

bool check_conditions(Reading& reading, bool unset, const Word& word) {
  std::string_view inside = in_parentheses(word.text);
  const Span span = word.span;
  if (!inside.empty() && !word.text.ends_with(')')) {
    reading.error("call-arguments", span, fmt::format("{} goes on behind its parenthesis", quote(word.text)),
                  fmt::format("end the word there: '{}'", word.text.substr(0, word.text.rfind(')') + 1)));
    return false;
  }
  std::size_t comma = inside.find(',');
  if (comma != std::string_view::npos && unset) {
    reading.error("call-arguments", span, "'unset-var' takes the name of a variable and nothing else",
                  fmt::format("write 'unset-var({})'", inside.substr(0, comma)));
    return false;
  }
  while (comma != std::string_view::npos) {
    inside.remove_prefix(comma + 1);
    comma = inside.find(',');
    const std::string_view condition = inside.substr(0, comma);
    if (condition.empty() || is_variable_condition(condition)) continue;
    reading.error("call-arguments", span, quote(condition) + " is no condition of 'set-var'",
                  "it can be " + join_or(kConditions));
    return false;
  }
  return true;
}

bool check_set_var(Reading& reading, const Place&, const Action& action) {
  const Word& word = action.words[0];
  std::string_view name = in_parentheses(word.text);
  if (!check_conditions(reading, action.row->name == "unset-var", word)) return false;
  name = name.substr(0, name.find(','));
  const std::size_t offset = name.empty() ? 0 : static_cast<std::size_t>(name.data() - word.text.data());
  const Span span = name.empty() ? word.span : syntax::locate(word, offset, name.size());
  return check_variable(reading, name, span);
}

}  // namespace hapax::config
