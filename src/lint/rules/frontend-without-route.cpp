#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 8> kAnswering{"stats enable", "stats uri", "stats admin", "monitor-uri",
                                                     "redirect",     "errorfile", "http-error",  "use-server"};
constexpr std::array<std::string_view, 9> kActions{"return", "redirect",    "deny",   "reject",    "use-service",
                                                   "auth",   "silent-drop", "tarpit", "attach-srv"};

bool answers(const config::Directive& line) {
  if (line.row == nullptr) return true;
  if (std::find(kAnswering.begin(), kAnswering.end(), line.row->name) != kAnswering.end()) return true;
  const bool rule = line.is("http-request") || line.row->name.starts_with("tcp-request ");
  if (!rule || line.arguments().empty()) return false;
  const std::string_view action = line.arguments()[0].text;
  return action.starts_with("lua.") || std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Section& section = *proxy.section;
    if (section.kind != config::SectionKind::frontend || proxy.binds.empty()) continue;
    if (proxy.default_backend != nullptr || !proxy.use_backends.empty()) continue;
    if (proxy.mode != config::ProxyMode::http && proxy.mode != config::ProxyMode::tcp) continue;
    if (std::any_of(section.directives.begin(), section.directives.end(), answers)) continue;
    Diagnostic& finding =
        report.add(section.span, fmt::format("frontend '{}' leads nowhere: it names no backend", section.name));
    finding.label = "no 'default_backend' and no 'use_backend'";
    finding.help = {proxy.http() ? "every request is answered with 503" : "every connection is closed at once",
                    "write 'default_backend NAME'"};
  }
}

}  // namespace

extern const Rule frontend_without_route_rule{
    {
        .name = "frontend-without-route",
        .severity = Severity::error,
        .summary = "a frontend that listens and names no backend",
        .why = "HAProxy accepts it and answers every request with 503. Frontends that answer by themselves (return, "
               "redirect, "
               "deny, statistics, monitor-uri) are not meant.",
        .example_bad = R"(frontend www
    bind :80
    mode http

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
