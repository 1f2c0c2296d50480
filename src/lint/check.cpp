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

// All rules on some sections before the next ones: the lines of these are then in the processor's cache, which counts
// for more than what the rules do with them.
std::vector<Part> parts(const Subject& subject) {
  constexpr std::size_t kSections = 64;
  const auto& sections = subject.config.sections;
  std::vector<Part> list;
  auto proxy = subject.proxies.begin();
  auto test = subject.acl_tests.begin();
  for (std::size_t first = 0; first < sections.size(); first += kSections) {
    const std::size_t last = std::min(first + kSections, sections.size());
    const auto behind_proxies =
        std::find_if(proxy, subject.proxies.end(), [last](const Proxy& p) { return p.section->index >= last; });
    const auto behind_tests =
        std::find_if(test, subject.acl_tests.end(), [last](const AclTest& t) { return t.section->index >= last; });
    const auto begin = sections.begin();
    list.push_back({subject,
                    subject.config,
                    {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)},
                    {proxy, behind_proxies},
                    {test, behind_tests}});
    proxy = behind_proxies;
    test = behind_tests;
  }
  return list;
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
  std::vector<const Rule*> selected;
  for (const Rule* rule : rules()) {
    if (selection.allows(rule->info.name, rule->opt_in)) selected.push_back(rule);
  }
  std::vector<Diagnostics> of_rule(selected.size());
  for (const Part& part : parts(subject)) {
    for (std::size_t i = 0; i < selected.size(); ++i) {
      Report report(selected[i]->info, of_rule[i]);
      if (const auto* check = std::get_if<CheckPart>(&selected[i]->check)) (*check)(part, report);
    }
  }
  for (std::size_t i = 0; i < selected.size(); ++i) {
    Report report(selected[i]->info, of_rule[i]);
    if (const auto* check = std::get_if<CheckWhole>(&selected[i]->check)) (*check)(subject, report);
    for (Diagnostic& finding : of_rule[i].list()) findings.add(std::move(finding));
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
