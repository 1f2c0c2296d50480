// What there is to do for a request in each proxy: most proxies have few of the things that a proxy can have, and a
// request passes the others by without looking for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// Bits: one for each rule set that is not empty, then the rest of what a request or its answer may meet.
enum Step : std::uint32_t {
  kFirstRuleSet = 1U << 0,
  kCaptures = 1U << model::kRuleSets,
  kResponseCaptures = kCaptures << 1,
  kMonitor = kCaptures << 2,
  kStatistics = kCaptures << 3,
  kPersistRules = kCaptures << 4,
  kServerRules = kCaptures << 5,
  kCookie = kCaptures << 6,
  kForwarding = kCaptures << 7,  ///< headers that the proxy adds by options
  kRdpCookie = kCaptures << 8,
  kStickRules = kCaptures << 9,
  kCookieCapture = kCaptures << 10,
  kOddNames = kCaptures << 11,
  kCompression = kCaptures << 12,
  kServerRedirects = kCaptures << 13,  ///< `redir` of some server
  kFilters = kCaptures << 14,          ///< a cache or compression
};

/// Whatever concerns a server's answer.
inline constexpr std::uint32_t kAnswerSteps =
    kFirstRuleSet << static_cast<std::size_t>(model::RuleSet::tcp_response_content) |
    kFirstRuleSet << static_cast<std::size_t>(model::RuleSet::http_response) |
    kFirstRuleSet << static_cast<std::size_t>(model::RuleSet::http_after_response) | kResponseCaptures |
    kCookieCapture | kCookie | kStickRules | kCompression;

constexpr Step step_of(model::RuleSet set) { return static_cast<Step>(kFirstRuleSet << static_cast<std::size_t>(set)); }

/// The steps of every proxy.
std::vector<std::uint32_t> steps_of(const model::RoutingModel& model);

}  // namespace hapax::routing
