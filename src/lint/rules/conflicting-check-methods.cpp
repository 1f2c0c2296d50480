#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 10> kMethods{
    "option httpchk", "option tcp-check",  "option mysql-check", "option redis-check",   "option pgsql-check",
    "option smtpchk", "option ldap-check", "option spop-check",  "option ssl-hello-chk", "option external-check"};

bool is_method(const config::Directive& line) {
  static const config::ByRow<bool> kIsMethod(config::KeywordClass::directive, [](const config::Keyword& row) {
    return std::find(kMethods.begin(), kMethods.end(), row.name) != kMethods.end();
  });
  return line.row != nullptr && !line.no && !line.reset && kIsMethod[*line.row];
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* previous = nullptr;
    for (const config::Directive& line : proxy.section->directives) {
      if (!is_method(line)) continue;
      if (previous != nullptr && previous->row->name != line.row->name) {
        Diagnostic& finding = report.add(previous->span, fmt::format("'{}' has no effect: '{}' below takes its place",
                                                                     previous->row->name, line.row->name));
        finding.label = "replaced";
        finding.related.push_back({line.span, "the check that is made"});
        finding.help = {"a section has one way of checking its servers: remove the line that is not meant"};
      }
      previous = &line;
    }
  }
}

}  // namespace

extern const Rule conflicting_check_methods_rule{
    {
        .name = "conflicting-check-methods",
        .severity = Severity::warning,
        .summary = "two different health check methods in one section",
        .why = "Only the last of them is used. HAProxy does not mention the other one, so that a check for MySQL can "
               "silently become one for HTTP.",
        .example_bad = R"(backend db
    mode tcp
    option mysql-check user haproxy
    option tcp-check
    server db1 192.0.2.11:3306 check
)",
        .example_good = R"(backend db
    mode tcp
    option mysql-check user haproxy
    server db1 192.0.2.11:3306 check
)",
    },
    check,
};

}  // namespace hapax::lint
