#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool on_name(const AclTest& test) {
  return test.on_host() || test.base() == "ssl_fc_sni" || test.base() == "ssl_sni" || test.base() == "req_ssl_sni";
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (!on_name(test) || test.match() != Match::end) continue;
    for (const config::Word& pattern : test.patterns) {
      const bool domain = pattern.text.find('.') != std::string_view::npos && !pattern.text.starts_with('.');
      if (!domain || pattern.text.find(':') != std::string_view::npos) continue;
      Diagnostic& finding = report.add(pattern.span, fmt::format("'{}' also takes 'evil{}', which anybody can register",
                                                                 pattern.text, pattern.text));
      finding.label = "no '.' in front";
      finding.help = {fmt::format("write '.{}' for the subdomains, and compare with '{}' for the domain itself",
                                  pattern.text, pattern.text)};
    }
  }
}

}  // namespace

extern const Rule domain_suffix_without_dot_rule{
    {
        .name = "domain-suffix-without-dot",
        .severity = Severity::warning,
        .summary = "a comparison of the end of a host name with a domain that has no '.' in front",
        .why =
            "'hdr_end(host) example.com' holds for 'evilexample.com' too. Where the rule gives access, that is a hole.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request deny unless { req.hdr(host) -i -m end example.com }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request deny unless { req.hdr(host) -i -m end .example.com } or { req.hdr(host) -i example.com }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
