#include "cli/suite/coverage.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hapax::cli {

// A rule of a defaults section stands in the model once for each proxy; its line counts once.
Coverage::Coverage(const model::RoutingModel& model) : model_(model) {
  const auto add = [&](const auto& rules) {
    for (const auto& rule : rules) {
      if (rule.place.line != 0) rules_.push_back({{rule.place.file, rule.place.line}, rule.text});
    }
  };
  add(model.rules);
  add(model.backend_rules);
  add(model.server_rules);
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  std::stable_sort(rules_.begin(), rules_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  rules_.erase(std::unique(rules_.begin(), rules_.end(), same), rules_.end());
}

void Coverage::add(const Journey& journey) {
  for (const Step& step : journey.steps) {
    const auto* rule = std::get_if<RuleStep>(&step);
    if (rule != nullptr && rule->matched) matched_.emplace(rule->place.file, rule->place.line);
  }
}

std::size_t Coverage::seen() const {
  return static_cast<std::size_t>(
      std::count_if(rules_.begin(), rules_.end(), [&](const auto& rule) { return matched_.contains(rule.first); }));
}

double Coverage::percent() const {
  return rules_.empty() ? 100.0 : 100.0 * static_cast<double>(seen()) / static_cast<double>(rules_.size());
}

std::vector<std::string> Coverage::unseen() const {
  std::vector<std::string> list;
  for (const auto& [line, text] : rules_) {
    if (!matched_.contains(line)) list.push_back(fmt::format("{}:{}  {}", model_.files[line.first], line.second, text));
  }
  return list;
}

}  // namespace hapax::cli
