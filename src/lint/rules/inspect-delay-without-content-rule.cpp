#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool has_content_rule(const config::Section& section) {
  for (const config::Section* from = &section; from != nullptr; from = from->defaults) {
    if (from->last("tcp-request content") != nullptr) return true;
  }
  return false;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* delay = proxy.section->last("tcp-request inspect-delay");
    if (delay == nullptr || has_content_rule(*proxy.section)) continue;
    Diagnostic& finding =
        report.add(delay->span,
                   fmt::format("'tcp-request inspect-delay' waits for nothing: '{}' has no 'tcp-request content' rule",
                               proxy.name()));
    finding.label = "no rule that asks for content";
    finding.help = {"write for example 'tcp-request content accept if { req.ssl_hello_type 1 }' below it"};
  }
}

}  // namespace

extern const Rule inspect_delay_without_content_rule_rule{
    {
        .name = "inspect-delay-without-content-rule",
        .severity = Severity::error,
        .summary = "'tcp-request inspect-delay' in a section without a 'tcp-request content' rule",
        .why = "The delay says how long content rules may wait for data. Without such a rule nothing waits, and "
               "conditions on "
               "the content (req.ssl_sni, req.payload) are evaluated before the first byte has come.",
        .example_bad = R"(frontend tls
    bind :8443
    mode tcp
    tcp-request inspect-delay 5s
    use_backend shop if { req.ssl_sni -i shop.example.com }
    default_backend shop

backend shop
    mode tcp
    server s1 192.0.2.11:443
)",
        .example_good = R"(frontend tls
    bind :8443
    mode tcp
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend shop if { req.ssl_sni -i shop.example.com }
    default_backend shop

backend shop
    mode tcp
    server s1 192.0.2.11:443
)",
    },
    check,
};

}  // namespace hapax::lint
