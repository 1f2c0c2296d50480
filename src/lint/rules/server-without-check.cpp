#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

bool says(const Proxy& proxy, const config::Directive& server, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return server_option(proxy, server, name) != nullptr; });
}

bool is_watched(const Proxy& proxy, const config::Directive& server) {
  return says(proxy, server, {"check", "agent-check", "track", "observe"});
}

// A backup may be a page that says sorry, and who writes 'no-check' knows what is left out.
bool is_left_out(const Proxy& proxy, const config::Directive& server) {
  return says(proxy, server, {"backup", "disabled"}) || server.option("no-check") != nullptr;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.mode != config::ProxyMode::http && proxy.mode != config::ProxyMode::tcp) continue;
    if (proxy.servers.size() < 2) continue;
    const config::Directive* watched = nullptr;
    std::size_t others = 0;
    std::vector<const config::Directive*> unwatched;
    for (const config::Directive* const server : proxy.servers) {
      if (is_watched(proxy, *server)) {
        if (watched == nullptr) watched = server;
        ++others;
      } else if (!is_left_out(proxy, *server)) {
        unwatched.push_back(server);
      }
    }
    if (watched == nullptr || others < unwatched.size()) continue;
    for (const config::Directive* const server : unwatched) {
      Diagnostic& finding = report.add(server->span, fmt::format("server '{}' is not checked, as others of '{}' are",
                                                                 server_name(*server), proxy.name()));
      finding.label = "no 'check' here";
      finding.related.push_back({watched->span, "this one is checked"});
      finding.help = {"when it is dead it goes on getting its share of the requests, which then fail",
                      "write 'check' at the end of the line, or 'no-check' if that is meant"};
    }
  }
}

}  // namespace

extern const Rule server_without_check_rule{
    {
        .name = "server-without-check",
        .severity = Severity::warning,
        .summary = "a server that is not checked among others that are",
        .why =
            "HAProxy checks a server only when its line, or a 'default-server' line above it, says 'check'. One that "
            "was forgotten counts as up for ever: when it dies, its share of the requests fails, and the statistics "
            "page shows no reason. Servers that are backups, 'disabled', watched in another way (track, observe, "
            "agent-check) or marked 'no-check' are not meant.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
    server app3 192.0.2.13:80
)",
        .example_good = R"(backend app
    mode http
    default-server check
    server app1 192.0.2.11:80
    server app2 192.0.2.12:80
    server app3 192.0.2.13:80
)",
    },
    check,
};

}  // namespace hapax::lint
