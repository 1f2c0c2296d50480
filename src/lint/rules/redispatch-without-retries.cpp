#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* redispatch = proxy.section->last("option redispatch");
    if (redispatch == nullptr || redispatch->no || redispatch->reset) continue;
    const config::Directive* retries = part.config.effective(*proxy.section, "retries");
    if (retries == nullptr || retries->arguments().empty() || retries->arguments()[0].text != "0") continue;
    Diagnostic& finding = report.add(redispatch->span, "'option redispatch' has no effect: there are no retries");
    finding.label = "another server is chosen for a retry";
    finding.related.push_back({retries->span, "switched off here"});
    finding.help = {"write 'retries 1' or more, or remove the option"};
  }
}

}  // namespace

extern const Rule redispatch_without_retries_rule{
    {
        .name = "redispatch-without-retries",
        .severity = Severity::warning,
        .summary = "'option redispatch' where 'retries' is 0",
        .why = "Redispatch sends a retry to another server. Without retries a failed connection is an error for the "
               "client at "
               "once.",
        .example_bad = R"(backend app
    mode http
    retries 0
    option redispatch
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    retries 3
    option redispatch
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
