#include "routing/program/steps.hpp"

#include <algorithm>

namespace hapax::routing {
namespace {

bool has_redirecting_server(const model::Proxy& proxy, const model::RoutingModel& model) {
  const auto first = model.servers.begin() + static_cast<std::ptrdiff_t>(proxy.servers.first);
  return std::any_of(first, first + static_cast<std::ptrdiff_t>(proxy.servers.count),
                     [](const model::Server& server) { return !server.redirect_prefix.empty(); });
}

bool uses_a_cache(const model::Proxy& proxy, const model::RoutingModel& model) {
  return std::any_of(proxy.rules.begin(), proxy.rules.end(), [&](model::Range set) {
    const auto first = model.rules.begin() + static_cast<std::ptrdiff_t>(set.first);
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(set.count), [](const model::Rule& rule) {
      return rule.action == model::ActionId::cache_use || rule.action == model::ActionId::cache_store;
    });
  });
}

std::uint32_t steps_of(const model::Proxy& proxy, const model::RoutingModel& model) {
  std::uint32_t steps = 0;
  for (std::size_t set = 0; set < model::kRuleSets; ++set) {
    if (!proxy.rules[set].empty()) steps |= step_of(static_cast<model::RuleSet>(set));
  }
  const auto add = [&](bool there, Step step) { steps |= there ? step : 0U; };
  add(!proxy.captures.empty(), kCaptures);
  add(!proxy.response_captures.empty(), kResponseCaptures);
  add(proxy.cookie_capture.length > 0, kCookieCapture);
  add(!proxy.monitor_uri.empty(), kMonitor);
  add(!proxy.stats_uri.empty(), kStatistics);
  add(!proxy.persist_rules.empty(), kPersistRules);
  add(!proxy.server_rules.empty(), kServerRules);
  add(!proxy.cookie.name.empty(), kCookie);
  add(proxy.unique_id_format != model::kNone || proxy.forward_for || proxy.original_to || !proxy.forwarded.empty(),
      kForwarding);
  add(!proxy.compression.algorithms.empty(), kCompression);
  add(!proxy.compression.algorithms.empty() || uses_a_cache(proxy, model), kFilters);
  add(proxy.odd_names != model::Proxy::OddNames::preserve, kOddNames);
  add(!proxy.rdp_cookie_persist.empty(), kRdpCookie);
  add(!proxy.stick_rules.empty(), kStickRules);
  add(has_redirecting_server(proxy, model), kServerRedirects);
  return steps;
}

}  // namespace

std::vector<std::uint32_t> steps_of(const model::RoutingModel& model) {
  std::vector<std::uint32_t> result;
  for (const model::Proxy& proxy : model.proxies) result.push_back(steps_of(proxy, model));
  return result;
}

}  // namespace hapax::routing
