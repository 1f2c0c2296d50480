#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.base() != "path" || test.match() == Match::regex || test.match() == Match::other) continue;
    if (!test.converters.empty()) continue;
    for (const config::Word& pattern : test.patterns) {
      const auto mark = pattern.text.find('?');
      if (mark == std::string_view::npos) continue;
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' never matches: the path ends before the '?'", pattern.text));
      finding.label = "holds a query string";
      finding.help = {"write 'pathq' (2.2 and later) or 'url' in place of 'path' to include the query string",
                      fmt::format("or test the two apart: 'path {}' and 'urlp(NAME)'", pattern.text.substr(0, mark))};
    }
  }
}

}  // namespace

extern const Rule path_pattern_with_query_rule{
    {
        .name = "path-pattern-with-query",
        .severity = Severity::error,
        .summary = "a pattern for the path that contains a query string",
        .why = "'path' is what stands before the question mark: a pattern with a '?' matches nothing.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend export if { path /report?format=csv }

backend export
    mode http
    server e1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend export if { path /report } { urlp(format) csv }

backend export
    mode http
    server e1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
