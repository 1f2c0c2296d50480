#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 6> kFlags{"-m", "-i", "-f", "-M", "-n", "-u"};

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    for (std::size_t i = 1; i < test.patterns.size(); ++i) {
      const config::Word& pattern = test.patterns[i];
      if (std::find(kFlags.begin(), kFlags.end(), pattern.text) == kFlags.end()) continue;
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' is a pattern here: flags end at the first pattern, '{}'",
                                               pattern.text, test.patterns.front().text));
      finding.label = "compared with, not obeyed";
      finding.related.push_back({test.patterns.front().span, "patterns begin here"});
      if (pattern.text == "-m") {
        finding.help = {"an ACL compares in one way only: write a second line of the same name for the other one"};
      } else {
        finding.help = {fmt::format("write '{}' before the first pattern", pattern.text)};
      }
      break;
    }
  }
}

}  // namespace

extern const Rule acl_flag_in_patterns_rule{
    {
        .name = "acl-flag-in-patterns",
        .severity = Severity::error,
        .summary = "a flag such as '-m' or '-i' behind the first pattern of an ACL",
        .why = "Flags stand between the fetch and the patterns. Behind the first pattern everything is a pattern: "
               "'-m beg /a -m str /b' looks for paths that begin with '/a', '-m', 'str' or '/b'. HAProxy says nothing.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl is_api path -m beg /api/ -m str /graphql
    use_backend api if is_api

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl is_api path -m beg /api/
    acl is_api path -m str /graphql
    use_backend api if is_api

backend api
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
