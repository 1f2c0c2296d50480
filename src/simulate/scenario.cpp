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

Result<void> check_scenario(const Scenario& scenario, const model::RoutingModel& model, std::string_view file_name) {
  const std::vector<std::string> names = server_names(model);
  const auto check = [&](std::string_view what, const std::string& pattern) -> Result<void> {
    const bool found =
        std::any_of(names.begin(), names.end(), [&](const auto& name) { return glob_match(pattern, name); });
    if (found) return {};
    return fail(fmt::format("{}: {} names the server '{}', which the configuration does not have{}", file_name, what,
                            pattern, did_you_mean(pattern, names)));
  };
  for (const ServiceRule& rule : scenario.service) {
    if (auto ok = check("a service rule", rule.server); !ok) return ok;
  }
  for (const Outage& outage : scenario.outages) {
    if (auto ok = check("an outage", outage.server); !ok) return ok;
  }
  for (const Slowdown& slowdown : scenario.slowdowns) {
    if (auto ok = check("a slowdown", slowdown.server); !ok) return ok;
  }
  return {};
}

}  // namespace hapax::simulate
