#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 9> kMethods{"option httpchk",     "option tcp-check",   "option mysql-check",
                                                   "option redis-check", "option pgsql-check", "option smtpchk",
                                                   "option ldap-check",  "option spop-check",  "option ssl-hello-chk"};

bool checked_somehow(const Proxy& proxy) {
  return std::any_of(proxy.servers.begin(), proxy.servers.end(), [&proxy](const config::Directive* server) {
    return server_flag(proxy, *server, "check") || server_option(proxy, *server, "track") != nullptr ||
           server_flag(proxy, *server, "agent-check");
  });
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.servers.empty() || !proxy.templates.empty() || checked_somehow(proxy)) continue;
    for (const std::string_view method : kMethods) {
      const config::Directive* line = proxy.section->last(method);
      if (line == nullptr || line->no) continue;
      Diagnostic& finding = report.add(
          line->span, fmt::format("'{}' checks nothing: no server of '{}' has 'check'", method, proxy.name()));
      finding.label = "says how to check, not that it is done";
      finding.related.push_back({proxy.servers.front()->span, "not checked"});
      finding.help = {"without checks every server counts as up, also one that is dead",
                      "write 'check' at the end of each server line, or 'default-server check' above them"};
    }
  }
}

}  // namespace

extern const Rule check_method_without_check_rule{
    {
        .name = "check-method-without-check",
        .severity = Severity::warning,
        .summary = "a health check method such as 'option httpchk' in a section of which no server has 'check'",
        .why =
            "The option says how servers are checked; the word 'check' on the server says that they are. Without it no "
            "check is made, every server counts as up, and requests go on to dead ones.",
        .example_bad = R"(backend app
    mode http
    option httpchk GET /health
    server app1 192.0.2.11:80
)",
        .example_good = R"(backend app
    mode http
    option httpchk GET /health
    server app1 192.0.2.11:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
