#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.first_method == test.last_method) continue;
    const config::Word& first = *test.first_method;
    const config::Word& last = *test.last_method;
    if (first.text == last.text) continue;
    Diagnostic& finding = report.add(
        first.span,
        fmt::format("'-m {}' has no effect: '-m {}' behind it decides for all patterns", first.text, last.text));
    finding.label = "ignored";
    finding.related.push_back({last.span, "this one is used"});
    finding.help = {
        fmt::format("write two lines, one with '-m {}' and one with '-m {}'; lines of one name are joined by 'or'",
                    first.text, last.text)};
  }
}

}  // namespace

extern const Rule acl_multiple_match_methods_rule{
    {
        .name = "acl-multiple-match-methods",
        .severity = Severity::error,
        .summary = "an ACL with several '-m'",
        .why = "An ACL compares in one way only: the last '-m' before the patterns holds for all of them. HAProxy "
               "takes the "
               "line without a word.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl is_api path -m beg -m str /api/ /graphql
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
