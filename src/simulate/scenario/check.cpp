#include <hapax/simulate/scenario.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::simulate {
namespace {

std::vector<std::string> server_names(const model::RoutingModel& model) {
  std::vector<std::string> names;
  names.reserve(model.servers.size());
  for (const model::Server& server : model.servers) {
    names.push_back(fmt::format("{}/{}", model.proxies[server.proxy].name, server.name));
  }
  return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (const auto near = nearest(word, views)) return fmt::format("; did you mean '{}'?", *near);
  return {};
}

}  // namespace

// Backtracks to the last star only, which is enough: an earlier one could not help.
bool glob_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

namespace {

// Checks the names in one scenario against one model.
class Checker {
 public:
  Checker(const model::RoutingModel& model, std::string_view file_name)
      : model_(model), servers_(server_names(model)), file_name_(file_name) {
    for (const model::Proxy& proxy : model.proxies) {
      if (proxy.kind != model::Proxy::Kind::backend) frontends_.push_back(proxy.name);
    }
  }

  Result<void> server(std::string_view what, const std::string& pattern, const ScenarioPlace& place) const {
    return matches(servers_, pattern) ? Result<void>{} : missing(what, "server", pattern, place, servers_);
  }
  Result<void> frontend(std::string_view what, const std::string& pattern, const ScenarioPlace& place) const {
    return matches(frontends_, pattern) ? Result<void>{} : missing(what, "frontend", pattern, place, frontends_);
  }
  // At least one server that the pattern names asks an agent.
  Result<void> agent(const std::string& pattern, const ScenarioPlace& place) const {
    for (std::size_t i = 0; i < servers_.size(); ++i) {
      if (glob_match(pattern, servers_[i]) && model_.servers[i].check.agent) return {};
    }
    return fail(
        fmt::format("{}: an agent's answer is for '{}', which has no 'agent-check'; for a change from outside "
                    "write it under 'admin'",
                    at(place), pattern));
  }

 private:
  static bool matches(const std::vector<std::string>& names, const std::string& pattern) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return glob_match(pattern, name); });
  }
  [[nodiscard]] std::string at(const ScenarioPlace& place) const {
    return place.line == 0 ? std::string(file_name_) : fmt::format("{}:{}:{}", file_name_, place.line, place.column);
  }
  [[nodiscard]] Result<void> missing(std::string_view what, std::string_view kind, const std::string& pattern,
                                     const ScenarioPlace& place, const std::vector<std::string>& names) const {
    return fail(fmt::format("{}: {} names the {} '{}', which the configuration does not have{}", at(place), what, kind,
                            pattern, did_you_mean(pattern, names)));
  }

  const model::RoutingModel& model_;
  std::vector<std::string> servers_;
  std::vector<std::string> frontends_;
  std::string_view file_name_;
};

template <class Entries>
Result<void> check_servers(const Checker& checker, std::string_view what, const Entries& entries) {
  for (const auto& entry : entries) {
    if (auto ok = checker.server(what, entry.server, entry.place); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<void> check_scenario(const Scenario& scenario, const model::RoutingModel& model, std::string_view file_name) {
  const Checker checker(model, file_name);
  if (auto ok = check_servers(checker, "a service rule", scenario.service); !ok) return ok;
  if (auto ok = check_servers(checker, "an outage", scenario.outages); !ok) return ok;
  if (auto ok = check_servers(checker, "a slowdown", scenario.slowdowns); !ok) return ok;
  if (auto ok = check_servers(checker, "an agent's answer", scenario.agents); !ok) return ok;
  if (auto ok = check_servers(checker, "an admin's change", scenario.admin); !ok) return ok;
  for (const AgentAnswer& answer : scenario.agents) {
    if (auto ok = checker.agent(answer.server, answer.place); !ok) return ok;
  }
  for (const PatienceRule& rule : scenario.patience) {
    if (auto ok = checker.frontend("a patience rule", rule.frontend, rule.place); !ok) return ok;
  }
  for (const Workload& workload : scenario.workloads) {
    if (workload.frontend.empty()) continue;
    if (auto ok = checker.frontend("a workload", workload.frontend, workload.place); !ok) return ok;
  }
  return {};
}

}  // namespace hapax::simulate
