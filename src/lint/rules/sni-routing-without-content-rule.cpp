#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 4> kHello{"req.ssl_sni", "req_ssl_sni", "req.ssl_alpn", "req.ssl_hello_type"};

bool waits_for_content(const config::Section& section) {
  for (const config::Section* from = &section; from != nullptr; from = from->defaults) {
    if (from->last("tcp-request content") != nullptr || from->last("tcp-request inspect-delay") != nullptr) return true;
  }
  return false;
}

// The named ACLs of a section that read the ClientHello.
std::vector<const AclTest*> hello_tests(const Part& part, const config::Section& section) {
  std::vector<const AclTest*> tests;
  for (const AclTest& test : part.acl_tests) {
    const bool hello = std::find(kHello.begin(), kHello.end(), test.fetch) != kHello.end();
    if (hello && test.section == &section && !test.name.empty()) tests.push_back(&test);
  }
  return tests;
}

// The word in which a routing rule reads the ClientHello; null when it does not.
const config::Word* hello_word(std::span<const AclTest* const> hello_tests, const config::Directive& rule) {
  for (const config::Word& word : rule.arguments()) {
    for (const std::string_view fetch : kHello) {
      if (word.text.find(fetch) != std::string_view::npos) return &word;
    }
  }
  const auto condition = condition_of(rule);
  if (!condition) return nullptr;
  for (const AclTest* test : hello_tests) {
    for (const auto& clause : condition->clauses) {
      for (const Term& term : clause) {
        if (term.name == test->name) return test->criterion;
      }
    }
  }
  return nullptr;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.mode != config::ProxyMode::tcp || !proxy.section->is_frontend()) continue;
    if (waits_for_content(*proxy.section)) continue;
    const std::vector<const AclTest*> tests = hello_tests(part, *proxy.section);
    for (const config::Directive* rule : proxy.use_backends) {
      const config::Word* word = hello_word(tests, *rule);
      if (word == nullptr) continue;
      Diagnostic& finding = report.add(word->span, "the server name is read before the client has sent it");
      finding.label = "mostly empty at this time";
      finding.related.push_back({rule->span, "decided as soon as the connection is accepted"});
      finding.help = {"the rule holds only when the ClientHello comes together with the connection: now and then",
                      "write above it 'tcp-request inspect-delay 5s' and 'tcp-request content accept if { "
                      "req.ssl_hello_type 1 }'"};
      break;
    }
  }
}

}  // namespace

extern const Rule sni_routing_without_content_rule_rule{
    {
        .name = "sni-routing-without-content-rule",
        .severity = Severity::error,
        .summary = "routing by req.ssl_sni in TCP mode without waiting for the ClientHello",
        .why =
            "In TCP mode HAProxy chooses the backend at once unless a content rule makes it wait. The ClientHello that "
            "carries the server name has mostly not come yet, so that routing works for some connections and not for "
            "others.",
        .example_bad = R"(frontend tls
    bind :8443
    mode tcp
    use_backend shop if { req.ssl_sni -i shop.example.com }
    default_backend other

backend shop
    mode tcp
    server s1 192.0.2.11:443

backend other
    mode tcp
    server o1 192.0.2.12:443
)",
        .example_good = R"(frontend tls
    bind :8443
    mode tcp
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend shop if { req.ssl_sni -i shop.example.com }
    default_backend other

backend shop
    mode tcp
    server s1 192.0.2.11:443

backend other
    mode tcp
    server o1 192.0.2.12:443
)",
    },
    check,
};

}  // namespace hapax::lint
