// hapax rule: the pages of the rules.
#include <algorithm>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/lint/lint.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"

namespace hapax::cli {

extern const Command rule_command;

namespace {

void list_rules() {
  const auto all = lint::all_rules();
  std::size_t width = 0;
  for (const RuleInfo* rule : all) width = std::max(width, rule->name.size());
  for (const RuleInfo* rule : all) {
    const std::string_view severity = rule->severity == Severity::error     ? "error"
                                      : rule->severity == Severity::warning ? "warning"
                                                                            : "info";
    fmt::print("{:<{}}  {:<7}  {}\n", rule->name, width, severity, rule->summary);
  }
}

int unknown_rule(std::string_view name) {
  std::vector<std::string_view> known;
  for (const RuleInfo* rule : lint::all_rules()) known.push_back(rule->name);
  std::string message = fmt::format("unknown rule '{}'", name);
  if (const auto near = nearest(name, known)) message += fmt::format("; did you mean '{}'?", *near);
  return complain(message + " ('hapax rule' lists them)");
}

int run_rule(Arguments arguments) {
  std::vector<std::string> names;
  Options options(rule_command, "[NAME...]");
  options.positional("NAME", names, "the rules to explain; without any, all rules are listed");
  if (const auto status = options.parse(arguments)) return *status;
  if (names.empty()) list_rules();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const RuleInfo* rule = lint::find_rule(names[i]);
    if (rule == nullptr) return unknown_rule(names[i]);
    fmt::print("{}{}", i == 0 ? "" : "\n", lint::render_page(*rule));
  }
  return kClean;
}

}  // namespace

extern const Command rule_command{"rule", Topic::reference, "list the lint rules, or explain one of them", run_rule};

}  // namespace hapax::cli
