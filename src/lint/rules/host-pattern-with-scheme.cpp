#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (!test.on_host() || test.match() == Match::regex) continue;
    for (const config::Word& pattern : test.patterns) {
      const auto scheme = pattern.text.find("://");
      if (scheme == std::string_view::npos) continue;
      const std::string_view host = pattern.text.substr(scheme + 3);
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' never matches: a Host header has no scheme", pattern.text));
      finding.label = "a URL, not a host";
      finding.help = {fmt::format("write '{}'", host.substr(0, host.find('/')))};
    }
  }
}

}  // namespace

extern const Rule host_pattern_with_scheme_rule{
    {
        .name = "host-pattern-with-scheme",
        .severity = Severity::error,
        .summary = "a pattern for the Host header that begins with http:// or https://",
        .why =
            "The Host header carries a host name and perhaps a port, never a scheme: such a pattern does not match any "
            "request. To tell HTTPS from HTTP test 'ssl_fc'.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend shop if { req.hdr(host) -i https://shop.example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend shop if { req.hdr(host) -i shop.example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
