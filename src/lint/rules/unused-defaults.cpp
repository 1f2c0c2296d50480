#include <unordered_set>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Subject& subject, Report& report) {
  std::unordered_set<const config::Section*> used;
  for (const config::Section& section : subject.config.sections) {
    if (section.defaults != nullptr) used.insert(section.defaults);
  }
  if (subject.proxies.empty()) return;  // part of a larger configuration
  for (const config::Section& section : subject.config.sections) {
    if (section.kind != config::SectionKind::defaults || section.name.empty() || used.contains(&section)) continue;
    Diagnostic& finding =
        report.add(section.span, fmt::format("no section inherits from the defaults '{}'", section.name));
    finding.label = "never used";
    finding.help = {
        fmt::format("write 'from {}' behind the name of the sections that it is for, or remove it", section.name)};
  }
}

}  // namespace

extern const Rule unused_defaults_rule{
    {
        .name = "unused-defaults",
        .severity = Severity::info,
        .summary = "a named defaults section that no section inherits from",
        .why = "A section inherits from the defaults named behind 'from', or else from the last defaults section above "
               "it. One "
               "that is reached in neither way has no effect.",
        .example_bad = R"(defaults slow
    mode http
    timeout client 5m

defaults
    mode http
    timeout client 30s

frontend www
    bind :80
    default_backend app

backend app
    server app1 192.0.2.11:80
)",
        .example_good = R"(defaults slow
    mode http
    timeout client 5m

defaults fast
    mode http
    timeout client 30s

frontend www from fast
    bind :80
    default_backend app

backend app from slow
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
