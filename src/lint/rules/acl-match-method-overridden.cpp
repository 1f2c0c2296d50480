#include <array>
#include <utility>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The method in the name of the fetch: "beg" for path_beg; empty when there is none.
std::string_view named_method(const AclTest& test) {
  std::string_view plain = test.fetch;
  if (plain.starts_with("req.")) plain.remove_prefix(4);
  const std::string_view base = test.base();
  const bool has_suffix = plain.size() > base.size() + 1 && plain.starts_with(base) && plain[base.size()] == '_';
  return has_suffix ? plain.substr(base.size() + 1) : std::string_view();
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    const std::string_view method = named_method(test);
    if (method.empty()) continue;
    if (test.last_method != nullptr && test.last_method->text != method) {
      Diagnostic& finding =
          report.add(test.criterion->span, fmt::format("'{}' does not compare by '{}' here: '-m {}' takes its place",
                                                       test.fetch, method, test.last_method->text));
      finding.label = "the name promises something else";
      finding.related.push_back({test.last_method->span, "this decides"});
      finding.help = {
          fmt::format("write '{}' without the ending, and the method that is meant behind '-m'", test.base())};
    } else if (test.last_method == nullptr && !test.converters.empty()) {
      Diagnostic& finding =
          report.add(test.criterion->span,
                     fmt::format("'{}' compares the whole value: the converter behind it ends the effect of '_{}'",
                                 test.criterion->text, method));
      finding.label = fmt::format("not by '{}'", method);
      finding.help = {fmt::format("write '{},{} -m {}'", test.base(), test.converters, method)};
    }
  }
}

}  // namespace

extern const Rule acl_match_method_overridden_rule{
    {
        .name = "acl-match-method-overridden",
        .severity = Severity::error,
        .summary = "a fetch such as path_beg whose match method is replaced by '-m', or lost by a converter",
        .why = "'path_beg' is short for 'path -m beg'. Another '-m' takes its place, and a converter behind it "
               "('path_beg,url_dec') leaves an exact comparison. HAProxy says nothing before 3.5.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl is_api path_beg,url_dec /api/
    use_backend api if is_api

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl is_api path,url_dec -m beg /api/
    use_backend api if is_api

backend api
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
