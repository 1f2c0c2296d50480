#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// Whether a comma cannot be meant as a character of what is compared: methods and hosts have none, and where each part
// of a path begins with '/' several are meant.
bool is_list(const AclTest& test, std::string_view pattern) {
  if (test.match() == Match::regex || pattern.find(',') == std::string_view::npos) return false;
  if (test.base() == "method" || test.on_host()) return true;
  return (test.base() == "path" || test.base() == "pathq") && pattern.starts_with('/') &&
         pattern.find(",/") != std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.as_map) continue;
    for (const config::Word& pattern : test.patterns) {
      if (!is_list(test, pattern.text)) continue;
      std::string apart(pattern.text);
      std::replace(apart.begin(), apart.end(), ',', ' ');
      Diagnostic& finding = report.add(pattern.span, fmt::format("'{}' is one pattern, comma and all", pattern.text));
      finding.label = "hardly ever matches";
      finding.help = {fmt::format("blanks part patterns: write '{}'", apart)};
      if (pattern.span.length == pattern.text.size())
        finding.fix = Fix{fmt::format("write '{}'", apart), false, {{pattern.span, apart}}};
    }
  }
}

}  // namespace

extern const Rule comma_joined_patterns_rule{
    {
        .name = "comma-joined-patterns",
        .severity = Severity::error,
        .summary = "patterns of an ACL with commas between them",
        .why =
            "Each word behind the fetch is a pattern, and a comma is a character like others: 'method GET,POST' looks "
            "for a method of that very name.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request deny unless { method GET,HEAD }
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request deny unless { method GET HEAD }
)",
        .fix = "unsafe: the commas become blanks, and each pattern begins to match.",
    },
    check,
};

}  // namespace hapax::lint
