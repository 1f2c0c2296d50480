#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.servers.empty() || !proxy.templates.empty()) continue;
    const bool all = std::all_of(proxy.servers.begin(), proxy.servers.end(), [&proxy](const auto* server) {
      return server_option(proxy, *server, "disabled") != nullptr;
    });
    if (!all) continue;
    Diagnostic& finding =
        report.add(proxy.section->span, fmt::format("every server of '{}' starts disabled", proxy.name()));
    finding.label = "nobody to answer";
    finding.related.push_back({server_option(proxy, *proxy.servers.front(), "disabled")->span(), "disabled here"});
    finding.help = {"until one is enabled at run time every request is answered with 503"};
  }
}

}  // namespace

extern const Rule all_servers_unavailable_rule{
    {
        .name = "all-servers-unavailable",
        .severity = Severity::warning,
        .summary = "a section of which every server is disabled",
        .why = "After each start or reload nobody answers until a server is enabled through the runtime socket.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check disabled
    server app2 192.0.2.12:80 check disabled
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check disabled
)",
    },
    check,
};

}  // namespace hapax::lint
