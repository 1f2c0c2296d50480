#include <charconv>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

unsigned long limit_of(const config::Directive* line) {
  unsigned long value = 0;
  if (line == nullptr || line->arguments().empty()) return 0;
  const std::string_view text = line->arguments()[0].text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

void check(const Part& part, Report& report) {
  const config::Directive* global = nullptr;
  for (const config::Section* section : part.config.all(config::SectionKind::global)) {
    if (const config::Directive* line = section->last("maxconn")) global = line;
  }
  const unsigned long whole = limit_of(global);
  if (whole == 0) return;
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* own = proxy.section->last("maxconn");
    if (!proxy.section->is_frontend() || limit_of(own) <= whole) continue;
    Diagnostic& finding =
        report.add(own->span, fmt::format("'{}' never reaches its {} connections: the whole process has {}",
                                          proxy.name(), limit_of(own), whole));
    finding.label = "above the limit of the process";
    finding.related.push_back({global->span, "the limit of the process"});
    finding.help = {"raise the one in 'global', or lower this one"};
  }
}

}  // namespace

extern const Rule maxconn_hierarchy_rule{
    {
        .name = "maxconn-hierarchy",
        .severity = Severity::warning,
        .summary = "a frontend whose 'maxconn' is above that of the process",
        .why = "The limit in 'global' holds for all frontends together. One that asks for more gets no more than that, "
               "and can "
               "leave nothing for the others.",
        .example_bad = R"(global
    maxconn 2000

frontend www
    bind :80
    mode http
    maxconn 50000
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(global
    maxconn 60000

frontend www
    bind :80
    mode http
    maxconn 50000
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
