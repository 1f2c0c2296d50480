#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (test.name.empty() || !is_predefined_acl(test.name)) continue;
    const config::Word& name = test.directive->arguments().front();
    Diagnostic& finding =
        report.add(name.span, fmt::format("acl '{}' replaces the one that HAProxy defines itself", test.name));
    finding.label = "a predefined name";
    finding.help = {"in this section the name now means what stands here; whoever reads it expects the predefined one",
                    "give it a name of its own, or remove the line and use the predefined ACL"};
  }
}

}  // namespace

extern const Rule acl_shadows_predefined_rule{
    {
        .name = "acl-shadows-predefined",
        .severity = Severity::warning,
        .summary = "an ACL with the name of a predefined one, such as METH_GET or LOCALHOST",
        .why = "The predefined ACL is hidden in the section, without a word from HAProxy.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl METH_GET method GET
    http-request deny unless METH_GET
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request deny unless METH_GET
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
