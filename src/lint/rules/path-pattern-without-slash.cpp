#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_path(const AclTest& test) { return test.base() == "path" || test.base() == "pathq"; }

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    const bool from_start = test.match() == Match::string || test.match() == Match::beginning;
    if (!is_path(test) || !from_start || !test.converters.empty()) continue;
    for (const config::Word& pattern : test.patterns) {
      if (pattern.text == "||" || pattern.text == "&&") break;  // what follows is no pattern in the author's eyes
      if (pattern.text.empty() || pattern.text.starts_with('/') || pattern.text == "*") continue;
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' never matches: a path begins with '/'", pattern.text));
      finding.label = "no '/' in front";
      finding.help = {fmt::format("write '/{}', or 'path_sub {}' to look for it anywhere", pattern.text, pattern.text)};
      if (pattern.span.length == pattern.text.size()) {
        finding.fix =
            Fix{fmt::format("write '/{}'", pattern.text), false, {{{pattern.span.file, pattern.span.offset, 0}, "/"}}};
      }
    }
  }
}

}  // namespace

extern const Rule path_pattern_without_slash_rule{
    {
        .name = "path-pattern-without-slash",
        .severity = Severity::error,
        .summary = "a pattern for the start of the path, or for the whole path, that does not begin with '/'",
        .why =
            "The path of a request always begins with a slash, so that the pattern matches nothing and the rule never "
            "holds.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg api/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .fix = "unsafe: a '/' is put in front of the pattern, which then begins to match.",
    },
    check,
};

}  // namespace hapax::lint
