#include <algorithm>

#include <fmt/format.h>

#include "cli/suite/suite.hpp"

namespace hapax::cli {
namespace {

std::string proxy_name(const model::RoutingModel& model, model::Index index) {
  return index == model::kNone ? "none" : model.proxies[index].name;
}

void compare(std::vector<std::string>& list, std::string_view what, const std::optional<std::string>& expected,
             const std::string& actual) {
  if (expected && *expected != actual) list.push_back(fmt::format("{} is {}, not {}", what, actual, *expected));
}

// An expected value that is empty says that there is no such header.
void compare_headers(std::vector<std::string>& list, std::string_view where,
                     const std::vector<std::pair<std::string, std::string>>& expected, const HeaderList& actual) {
  for (const auto& [name, value] : expected) {
    const auto found = std::find_if(actual.begin(), actual.end(), [&n = name](const auto& h) { return h.first == n; });
    const bool there = found != actual.end();
    if (value.empty() != there && (value.empty() || found->second == value)) continue;
    if (value.empty()) {
      list.push_back(fmt::format("header {} of the {} is '{}', and shall not be there", name, where, found->second));
      continue;
    }
    list.push_back(there ? fmt::format("header {} of the {} is '{}', not '{}'", name, where, found->second, value)
                         : fmt::format("header {} of the {} is missing, not '{}'", name, where, value));
  }
}

const RuleStep* last_matched(const Journey& journey) {
  const RuleStep* last = nullptr;
  for (const Step& step : journey.steps) {
    const auto* const rule = std::get_if<RuleStep>(&step);
    if (rule != nullptr && rule->matched && rule->place.line != 0) last = rule;
  }
  return last;
}

}  // namespace

std::vector<std::string> differences(const model::RoutingModel& model, const Expectation& expect,
                                     const Journey& journey) {
  std::vector<std::string> list;
  compare(list, "frontend", expect.frontend, proxy_name(model, journey.frontend));
  compare(list, "backend", expect.backend, proxy_name(model, journey.backend));
  compare(list, "server", expect.server, journey.server == model::kNone ? "none" : model.servers[journey.server].name);
  compare(list, "outcome", expect.outcome, std::string(routing::to_string(journey.outcome)));
  if (expect.status && (!journey.answered || journey.response.status != *expect.status)) {
    list.push_back(journey.answered ? fmt::format("status is {}, not {}", journey.response.status, *expect.status)
                                    : fmt::format("the proxy gives no answer of its own, not {}", *expect.status));
  }
  if (expect.path && (!journey.forwarded || journey.request.path != *expect.path)) {
    list.push_back(journey.forwarded ? fmt::format("path is '{}', not '{}'", journey.request.path, *expect.path)
                                     : fmt::format("nothing is forwarded, so no path '{}'", *expect.path));
  }
  compare_headers(list, "request", expect.request_headers, journey.request.headers);
  compare_headers(list, "response", expect.response_headers, journey.response.headers);
  if (!list.empty()) {
    if (const RuleStep* const last = last_matched(journey)) {
      list.push_back(fmt::format("the last rule that held: {}:{}  {}", model.files[last->place.file], last->place.line,
                                 last->rule));
    }
  }
  return list;
}

}  // namespace hapax::cli
