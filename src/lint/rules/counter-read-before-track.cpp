#include <algorithm>

#include <fmt/format.h>

#include <hapax/base/span_order.hpp>
#include <hapax/lint/rule.hpp>

#include "lint/counters.hpp"

namespace hapax::lint {
namespace {

// The one rule that tracks a slot, when it is an http-request rule; null otherwise.
const Tracking* only_tracking(const std::vector<Tracking>& tracked, char slot) {
  const Tracking* only = nullptr;
  for (const Tracking& t : tracked) {
    if (t.slot != slot) continue;
    if (only != nullptr) return nullptr;
    only = &t;
  }
  return only != nullptr && only->line->is("http-request") ? only : nullptr;
}

void check(const Part& part, Report& report) {
  const auto& tracked = part.whole.trackings;
  for (const AclTest& test : part.acl_tests) {
    const CounterRead read = counter_read(test);
    // Only an anonymous ACL says by its place when it is evaluated.
    if (read.slot == 0 || !test.name.empty() || !test.directive->is("http-request")) continue;
    const Tracking* tracking = only_tracking(tracked, read.slot);
    if (tracking == nullptr || tracking->section != test.section) continue;
    if (!stands_before(test.directive->span, tracking->line->span)) continue;
    Diagnostic& finding = report.add(test.criterion->span, fmt::format("'{}' is read before counter {} is tracked",
                                                                       test.criterion->text, read.slot));
    finding.label = "0 at this place";
    finding.related.push_back({tracking->line->span, "tracked only here"});
    finding.help = {fmt::format("put the 'track-sc{}' rule above this one", read.slot)};
  }
}

}  // namespace

extern const Rule counter_read_before_track_rule{
    {
        .name = "counter-read-before-track",
        .severity = Severity::warning,
        .summary = "an 'http-request' rule that reads a stick counter above the rule that tracks it",
        .why = "Rules run from top to bottom. Before track-sc0 the counter belongs to nobody and reads as 0; on a "
               "connection "
               "with several requests the rule then works from the second one on.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store http_req_rate(10s)
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    http-request track-sc0 src
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
