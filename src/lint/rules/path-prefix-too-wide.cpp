#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.base() != "path" || test.match() != Match::beginning) continue;
    for (const config::Word& pattern : test.patterns) {
      const std::string_view path = pattern.text;
      if (path.size() < 2 || !path.starts_with('/') || path.ends_with('/')) continue;
      const std::string_view last = path.substr(path.rfind('/'));
      if (last.find_first_of(".?=_-") != std::string_view::npos) continue;  // rather a part of a file's name
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' also takes '{}xyz', not only what lies below it", path, path));
      finding.label = fmt::format("matches '{}', '{}/x' and '{}xyz'", path, path, path);
      finding.help = {fmt::format("write 'path_beg {}/' beside 'path {}'", path, path)};
    }
  }
}

}  // namespace

extern const Rule path_prefix_too_wide_rule{
    {
        .name = "path-prefix-too-wide",
        .severity = Severity::info,
        .summary = "a path prefix that does not end with '/', so that it also takes longer names",
        .why = "'path_beg /admin' matches '/administrators' as well. In a rule that opens something, that may be more "
               "than "
               "was meant. This rule speaks only when it is selected.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api }

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path /api } or { path_beg /api/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
    true,
};

}  // namespace hapax::lint
