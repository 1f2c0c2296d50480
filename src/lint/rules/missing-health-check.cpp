#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

bool watched(const Proxy& proxy, const config::Directive& server) {
  for (const std::string_view name : {"check", "agent-check", "track", "observe", "disabled"}) {
    if (server_option(proxy, server, name) != nullptr) return true;
  }
  return false;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.servers.size() < 2) continue;
    if (proxy.mode != config::ProxyMode::http && proxy.mode != config::ProxyMode::tcp) continue;
    const bool any = std::any_of(proxy.servers.begin(), proxy.servers.end(),
                                 [&proxy](const auto* server) { return watched(proxy, *server); });
    if (any) continue;
    Diagnostic& finding = report.add(proxy.section->span, fmt::format("none of the {} servers of '{}' is checked",
                                                                      proxy.servers.size(), proxy.name()));
    finding.label = "a dead server keeps its share";
    finding.help = {"a server that is down goes on getting its share of the requests, which then fail",
                    fmt::format("write 'default-server check' above the servers{}",
                                proxy.http() ? ", and 'option httpchk GET /...' for a check by HTTP" : "")};
  }
}

}  // namespace

extern const Rule missing_health_check_rule{
    {
        .name = "missing-health-check",
        .severity = Severity::warning,
        .summary = "a section with several servers of which none is checked",
        .why = "HAProxy checks a server only when 'check' says so. Without it a dead server keeps its share of the "
               "requests, "
               "and each of them waits for 'timeout connect' and its retries before it fails or goes elsewhere.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80
    server app2 192.0.2.12:80
)",
        .example_good = R"(backend app
    mode http
    default-server check
    server app1 192.0.2.11:80
    server app2 192.0.2.12:80
)",
    },
    check,
};

}  // namespace hapax::lint
