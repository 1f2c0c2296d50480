#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool always_true(const config::Directive& line) {
  const auto condition = condition_of(line);
  return condition && !condition->unless && condition->clauses.size() == 1 && condition->clauses[0].size() == 1 &&
         condition->clauses[0][0].name == "TRUE" && !condition->clauses[0][0].negated;
}

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    const config::Directive* line = section.last("stats admin");
    if (line == nullptr || !always_true(*line)) continue;
    if (section.last("stats auth") != nullptr || section.last("stats http-request") != nullptr) continue;
    Diagnostic& finding =
        report.add(line->span, "everybody who reaches the statistics page can take servers out of service");
    finding.label = "no condition but TRUE, and no 'stats auth'";
    finding.help = {
        "write 'stats auth USER:PASSWORD' in this section, and 'stats admin if LOCALHOST' or a list of addresses"};
  }
}

}  // namespace

extern const Rule stats_admin_exposed_rule{
    {
        .name = "stats-admin-exposed",
        .severity = Severity::error,
        .summary = "'stats admin if TRUE' without a password",
        .why = "The page then has buttons that put servers into maintenance and change their weights, for everybody "
               "who can "
               "open it.",
        .example_bad = R"(listen stats
    bind :8404
    mode http
    stats enable
    stats admin if TRUE
)",
        .example_good = R"(listen stats
    bind :8404
    mode http
    stats enable
    stats auth operator:change-this-one
    stats admin if LOCALHOST
)",
    },
    check,
};

}  // namespace hapax::lint
