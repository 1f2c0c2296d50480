#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (!test.on_host() || test.match() == Match::regex || test.match() == Match::other) continue;
    for (const config::Word& pattern : test.patterns) {
      if (pattern.text.find('*') == std::string_view::npos) continue;
      Diagnostic& finding = report.add(
          pattern.span, fmt::format("'{}' never matches: '*' is an ordinary character in a pattern", pattern.text));
      finding.label = "no wildcard";
      if (pattern.text.starts_with("*.") && pattern.text.find('*', 1) == std::string_view::npos) {
        finding.help = {
            fmt::format("for every subdomain write '{} -m end -i {}'", test.criterion->text, pattern.text.substr(1))};
      } else {
        finding.help = {
            "write '-m beg', '-m end' or '-m sub' with the fixed part, or '-m reg' with a regular expression"};
      }
    }
  }
}

}  // namespace

extern const Rule host_pattern_wildcard_rule{
    {
        .name = "host-pattern-wildcard",
        .severity = Severity::error,
        .summary = "a pattern for the Host header that contains '*'",
        .why = "HAProxy knows no wildcards in patterns; the star is compared as it is, and no host name contains one. "
               "Match the end of the name instead.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend shop if { req.hdr(host) -i *.example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend shop if { req.hdr(host) -i -m end .example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
