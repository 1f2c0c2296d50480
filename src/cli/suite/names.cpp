#include <algorithm>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

#include "cli/suite/suite.hpp"

namespace hapax::cli {
namespace {

constexpr std::string_view kNobody = "none";  // what a case calls a proxy or server that was not reached

// What there is of one kind in the configuration.
struct Names {
  std::string_view kind;
  std::vector<std::string_view> known;
};

Names proxies(const model::RoutingModel& model, std::string_view kind, model::Proxy::Kind other) {
  Names names{kind, {}};
  for (const model::Proxy& proxy : model.proxies)
    if (proxy.kind != other) names.known.push_back(proxy.name);
  return names;
}

Names servers(const model::RoutingModel& model) {
  Names names{"server", {}};
  for (const model::Server& server : model.servers) names.known.push_back(server.name);
  return names;
}

Names outcomes() {
  Names names{"outcome", {}};
  for (std::size_t i = 0; i < routing::kOutcomes; ++i)
    names.known.push_back(routing::to_string(static_cast<routing::Outcome>(i)));
  return names;
}

// What to say of a name that is not known; empty when it is, or when none is expected.
std::string complaint(const Names& names, const std::optional<std::string>& expected) {
  if (!expected || *expected == kNobody) return {};
  if (std::find(names.known.begin(), names.known.end(), *expected) != names.known.end()) return {};
  std::string text = fmt::format("there is no {} '{}'", names.kind, *expected);
  if (const auto near = nearest(*expected, names.known)) return text + fmt::format("; did you mean '{}'?", *near);
  constexpr std::size_t kMost = 14;  // a list that is read
  if (!names.known.empty() && names.known.size() <= kMost)
    text += fmt::format("; there are {}", fmt::join(names.known, ", "));
  return text;
}

}  // namespace

Result<void> check_names(const model::RoutingModel& model, const std::vector<TestCase>& cases,
                         const std::string& file) {
  const Names frontends = proxies(model, "frontend", model::Proxy::Kind::backend);
  const Names backends = proxies(model, "backend", model::Proxy::Kind::frontend);
  const Names all_servers = servers(model);
  const Names all_outcomes = outcomes();
  for (const TestCase& test : cases) {
    for (const std::string& what :
         {complaint(frontends, test.expect.frontend), complaint(backends, test.expect.backend),
          complaint(all_servers, test.expect.server), complaint(all_outcomes, test.expect.outcome)}) {
      if (!what.empty()) return fail(fmt::format("'{}' line {}: {}", file, test.line, what));
    }
  }
  return {};
}

}  // namespace hapax::cli
