#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

#include "lint/counters.hpp"

namespace hapax::lint {
namespace {

// Speaks only when the slot is tracked nowhere in the configuration; scripts and agents cannot track.
void check(const Part& part, Report& report) {
  const auto& tracked = part.whole.trackings;
  for (const AclTest& test : part.acl_tests) {
    const CounterRead read = counter_read(test);
    if (read.slot == 0 || read.data == "tracked") continue;
    const bool any =
        std::any_of(tracked.begin(), tracked.end(), [&read](const Tracking& t) { return t.slot == read.slot; });
    if (any) continue;
    Diagnostic& finding = report.add(test.criterion->span, fmt::format("'{}' is always 0: nothing tracks counter {}",
                                                                       test.criterion->text, read.slot));
    finding.label = "never counted";
    finding.help = {
        fmt::format("write 'http-request track-sc{} src' (or 'tcp-request connection track-sc{} src') above", read.slot,
                    read.slot)};
  }
}

}  // namespace

extern const Rule counter_not_tracked_rule{
    {
        .name = "counter-not-tracked",
        .severity = Severity::error,
        .summary = "an ACL that reads a stick counter which no rule tracks",
        .why = "sc0, sc1 and so on count for what a track-sc rule has put into them. Without one the value is always "
               "0, and a "
               "limit is never reached.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store http_req_rate(10s)
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
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
