#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <hapax/base/first_of_name.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// What a test is about. Kinds that people join by 'or' for one idea (host and path of static files) are one.
enum class About { source, method, other };

About about(const AclTest& test) {
  const std::string_view base = test.base();
  if (base.starts_with("src") || base.starts_with("dst")) return About::source;
  if (base == "method") return About::method;
  return About::other;
}

void check(const Part& part, Report& report) {
  FirstOfName<const AclTest*> first_of;
  const config::Section* section = nullptr;
  for (const AclTest& test : part.acl_tests) {
    if (std::exchange(section, test.section) != test.section) first_of.clear();
    if (test.name.empty()) continue;
    const auto [entry, is_new] = first_of.emplace(test.name, &test);
    if (is_new || about(**entry) == about(test)) continue;
    const AclTest& first = **entry;
    const config::Word& name = test.directive->arguments().front();
    Diagnostic& finding =
        report.add(name.span, fmt::format("acl '{}' holds when '{}' or '{}' does: lines of one name are joined by 'or'",
                                          test.name, first.fetch, test.fetch));
    finding.label = "second line of this name";
    finding.related.push_back({first.directive->arguments().front().span, "first defined here"});
    finding.help = {
        fmt::format("to ask for both give them two names and write 'if a b' where '{}' is used", test.name)};
  }
}

}  // namespace

extern const Rule acl_or_meant_as_and_rule{
    {
        .name = "acl-or-meant-as-and",
        .severity = Severity::warning,
        .summary =
            "ACL lines of one name that test a source address or a method on one line and something else on another",
        .why = "Lines of one name are alternatives. 'acl admin src 10.0.0.0/8' and 'acl admin path_beg /admin/' let "
               "everybody "
               "from that network in, and everybody else too who asks for that path.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl admin src 10.0.0.0/8
    acl admin path_beg /admin/
    use_backend admin if admin

backend admin
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl from_office src 10.0.0.0/8
    acl admin_path path_beg /admin/
    use_backend admin if from_office admin_path

backend admin
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
