#include "routing/evaluate/reason.hpp"

#include <array>

#include <fmt/format.h>

#include "routing/evaluate/expression.hpp"
#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

/// How a value and the pattern that it matched are to each other.
std::string_view verb(model::Match match) {
  switch (match) {
    case model::Match::found:
      return "is there";
    case model::Match::boolean:
      return "is";
    case model::Match::integer:
      return "matches";
    case model::Match::ip:
      return "lies in";
    case model::Match::bin:
    case model::Match::str:
    case model::Match::meth:
      return "equals";
    case model::Match::len:
      return "has a length of";
    case model::Match::beg:
      return "begins with";
    case model::Match::sub:
      return "contains";
    case model::Match::dir:
      return "has the directory";
    case model::Match::dom:
      return "has the domain part";
    case model::Match::end:
      return "ends with";
    case model::Match::reg:
      return "matches the expression";
  }
  return "matches";
}

void begin(std::string& why, const TestAt& at) {
  if (!why.empty()) why += "; ";
  // The name goes before the first of an ACL's tests.
  if (!at.acl.name.empty() && &at.test == &at.model.tests[at.acl.tests.first]) why += at.acl.name + ": ";
}

/// The file, where it is not the configuration's own line, and the line.
std::string place_of(const TestAt& at, const model::Pattern& pattern) {
  const model::PatternSet& set = at.model.pattern_sets[at.test.patterns];
  const bool listed = !set.files.empty() && pattern.place.file < at.model.files.size();
  return fmt::format(" ({}line {})", listed ? at.model.files[pattern.place.file] + " " : "", pattern.place.line);
}

/// The patterns that a value of a named ACL met none of: the rule's own line does not show them.
std::string missed(const TestAt& at) {
  constexpr std::size_t kShown = 4;
  if (at.test.patterns == model::kNone || at.test.method == model::Match::found) return "";
  if (at.acl.name.empty()) return ", no match";
  const model::PatternSet& set = at.model.pattern_sets[at.test.patterns];
  if (!set.files.empty()) {
    const std::string more = set.files.size() > 1 ? fmt::format(" and {} more files", set.files.size() - 1) : "";
    return fmt::format(", none of the {} patterns in '{}'{}", set.patterns.size(), set.files[0].name, more);
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, set.patterns.size()); ++i) {
    text += fmt::format("{}'{}'", text.empty() ? "" : ", ", set.patterns[i].text);
  }
  if (set.patterns.empty()) return ", no match";
  if (set.patterns.size() > kShown) text += fmt::format(" and {} more", set.patterns.size() - kShown);
  return fmt::format(", {} {}{}", set.patterns.size() == 1 ? "not" : "none of", text,
                     set.patterns[0].place.line == 0 ? "" : place_of(at, set.patterns[0]));
}

/// The value of the last header of that name.
std::string header_effect(const Headers& headers, std::string_view name) {
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (equal_ignoring_case(header->name, name)) return fmt::format("{}: {}", name, header->value);
  }
  return fmt::format("no {} any more", name);
}

std::string variable_effect(model::Index index, Context& c) {
  constexpr std::array<std::string_view, 6> kScopes = {"proc", "sess", "txn", "req", "res", "check"};
  const model::Variable& variable = c.world.model.variables[index];
  const Sample* value = read_variable(index, c);
  const std::string name = fmt::format("{}.{}", kScopes[static_cast<std::size_t>(variable.scope)], variable.name);
  return value == nullptr ? name + " is not set" : fmt::format("{} = {}", name, describe(*value));
}

}  // namespace

void tell_value(std::string& why, const TestAt& at, const Sample& sample, bool matched, const Patterns::Entry* hit) {
  begin(why, at);
  why += fmt::format("{} = {}", at.model.expressions[at.test.expression].text, describe(sample));
  if (hit != nullptr) {
    why += fmt::format(" {} '{}'", verb(at.test.method), hit->pattern.text);
    if (hit->pattern.place.line != 0) why += place_of(at, hit->pattern);
  } else if (!matched) {
    why += missed(at);
  }
}

void tell_absence(std::string& why, const TestAt& at) {
  begin(why, at);
  why += fmt::format("{} has no value", at.model.expressions[at.test.expression].text);
}

std::string effect_of(const model::Rule& rule, Context& c) {
  const Args args = c.world.program.args(rule.arguments);
  switch (rule.action) {
    case ActionId::set_var:
    case ActionId::set_var_fmt:
      return variable_effect(args[0].index, c);
    case ActionId::set_header:
    case ActionId::add_header:
    case ActionId::replace_header:
    case ActionId::replace_value:
      return header_effect(c.response ? c.transaction->response.headers : c.transaction->request.headers, args[0].text);
    case ActionId::set_path:
    case ActionId::set_pathq:
    case ActionId::set_query:
    case ActionId::set_uri:
    case ActionId::replace_path:
    case ActionId::replace_pathq:
    case ActionId::replace_uri:
    case ActionId::normalize_uri:
      return fmt::format("target: {}", c.transaction->request.target);
    case ActionId::set_method:
      return fmt::format("method: {}", c.transaction->request.method);
    case ActionId::cache_use:
      return c.state->cache_hit == model::kNone ? "" : "answered from the cache";
    case ActionId::pause:
      return fmt::format("paused: {} ms", c.paused / kMillisecond);
    default:
      return {};
  }
}

}  // namespace hapax::routing
