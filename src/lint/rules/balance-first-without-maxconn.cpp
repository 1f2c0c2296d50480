#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const Balance balance = balance_of(*proxy.section);
    if (!balance.own || balance.algorithm != "first" || proxy.servers.size() < 2) continue;
    const config::Directive& first = *proxy.servers.front();
    if (server_option(proxy, first, "maxconn") != nullptr || server_option(proxy, first, "minconn") != nullptr)
      continue;
    Diagnostic& finding =
        report.add(balance.line->span,
                   fmt::format("with 'balance first' server '{}' takes everything while it is up: it has no 'maxconn'",
                               server_name(first)));
    finding.label = "the next server is used when the first is full";
    finding.related.push_back({first.span, "never full"});
    finding.help = {
        "the other servers only stand by; if that is meant, 'backup' on them says it",
        "to share the load write 'maxconn N' on every server, or choose another algorithm, such as 'leastconn'"};
  }
}

}  // namespace

extern const Rule balance_first_without_maxconn_rule{
    {
        .name = "balance-first-without-maxconn",
        .severity = Severity::info,
        .summary = "'balance first' with servers that have no 'maxconn'",
        .why = "The algorithm fills one server up to its maxconn before it goes on to the next. A server without that "
               "limit "
               "is never full: it takes everything, and the others only stand by. Where that is meant, 'backup' says "
               "it more "
               "clearly.",
        .example_bad = R"(backend app
    mode http
    balance first
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    balance first
    server app1 192.0.2.11:80 check maxconn 100
    server app2 192.0.2.12:80 check maxconn 100
)",
    },
    check,
};

}  // namespace hapax::lint
