#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// True when it is certain that no connection of this frontend has its TLS ended here.
bool never_ends_tls(const Proxy& proxy) {
  if (proxy.binds.empty() || proxy.section->last("ssl-f-use") != nullptr) return false;
  return std::none_of(proxy.binds.begin(), proxy.binds.end(), [](const config::Directive* bind) {
    const auto words = bind->arguments();
    return std::any_of(words.begin(), words.end(), [](const auto& word) { return word.text == "ssl"; });
  });
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.base() != "ssl_fc_sni" || !test.section->is_proxy() || !test.section->is_frontend()) continue;
    const Proxy& proxy = part.whole.proxy(*test.section);
    if (!never_ends_tls(proxy)) continue;
    Diagnostic& finding =
        report.add(test.criterion->span,
                   fmt::format("'{}' is always empty here: no 'bind' of '{}' ends TLS", test.fetch, proxy.name()));
    finding.label = "the name that was sent to HAProxy itself";
    finding.related.push_back({proxy.binds.front()->span, "no 'ssl'"});
    finding.help = {"where TLS passes through (mode tcp) write 'req.ssl_sni', which reads the client's hello",
                    "where HAProxy shall end it write 'ssl crt PATH' on the bind line"};
  }
}

}  // namespace

extern const Rule sni_of_unencrypted_frontend_rule{
    {
        .name = "sni-of-unencrypted-frontend",
        .severity = Severity::error,
        .summary = "ssl_fc_sni in a frontend of which no bind has 'ssl'",
        .why = "ssl_fc_sni is the server name of a connection whose TLS HAProxy has ended. Where TLS is only passed "
               "through, it "
               "is empty, and the condition never holds; req.ssl_sni reads the name from the passing hello.",
        .example_bad = R"(frontend tls
    bind :8443
    mode tcp
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend shop if { ssl_fc_sni -i shop.example.com }

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

backend shop
    mode tcp
    server s1 192.0.2.11:443
)",
    },
    check,
};

}  // namespace hapax::lint
