#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/config/load.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/model/compile/compile.hpp>

namespace hapax::lint {
namespace {

bool names(const std::vector<std::string>& list, std::string_view rule) {
  return std::any_of(list.begin(), list.end(), [rule](const std::string& n) { return n == rule || n == "all"; });
}

}  // namespace

bool Selection::allows(std::string_view rule, bool opt_in) const {
  if (names(ignore, rule)) return false;
  return select.empty() ? !opt_in : names(select, rule);
}

Result<void> validate(const Selection& selection) {
  for (const auto* list : {&selection.select, &selection.ignore}) {
    for (const std::string& name : *list) {
      if (name == "all" || find_rule(name) != nullptr) continue;
      std::vector<std::string_view> known;
      for (const RuleInfo* rule : all_rules()) known.push_back(rule->name);
      std::string message = fmt::format("unknown rule '{}'", name);
      if (const auto near = nearest(name, known)) message += fmt::format("; did you mean '{}'?", *near);
      return fail(message + " ('hapax rule' lists them)");
    }
  }
  return {};
}

void check(const config::Config& config, const Selection& selection, Diagnostics& findings) {
  const Subject subject(config);
  for (const Rule* rule : rules()) {
    if (!selection.allows(rule->info.name, rule->opt_in)) continue;
    Report report(rule->info, findings);
    if (rule->check != nullptr) rule->check(subject, report);
  }
}

std::vector<const RuleInfo*> all_rules() {
  std::vector<const RuleInfo*> all;
  for (const Rule* rule : rules()) all.push_back(&rule->info);
  for (const RuleInfo& rule : config::rules()) all.push_back(&rule);
  for (const RuleInfo& rule : compile::rules()) all.push_back(&rule);
  std::sort(all.begin(), all.end(), [](const RuleInfo* a, const RuleInfo* b) { return a->name < b->name; });
  return all;
}

const RuleInfo* find_rule(std::string_view name) {
  for (const RuleInfo* rule : all_rules()) {
    if (rule->name == name) return rule;
  }
  return nullptr;
}

}  // namespace hapax::lint
