#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

bool says(const config::Directive& line, std::string_view word) {
  const auto words = line.arguments();
  return std::any_of(words.begin(), words.end(), [word](const auto& w) { return w.text == word; });
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* line = proxy.section->last("cookie");
    if (line == nullptr || line->no || line->arguments().empty() || says(*line, "dynamic")) continue;
    if (proxy.servers.size() < 2 || !proxy.templates.empty()) continue;
    const bool any = std::any_of(proxy.servers.begin(), proxy.servers.end(), [&proxy](const auto* server) {
      return server_option(proxy, *server, "cookie") != nullptr;
    });
    if (any) continue;
    Diagnostic& finding =
        report.add(line->span, fmt::format("cookie '{}' keeps nobody at a server: no server of '{}' has a cookie value",
                                           line->arguments().front().text, proxy.name()));
    finding.label = "no server to name in it";
    finding.related.push_back({proxy.servers.front()->span, "no 'cookie' here"});
    finding.help = {fmt::format("write 'cookie {}' at the end of that server line, and another value for each server",
                                server_name(*proxy.servers.front()))};
  }
}

}  // namespace

extern const Rule cookie_without_server_values_rule{
    {
        .name = "cookie-without-server-values",
        .severity = Severity::warning,
        .summary = "a 'cookie' line in a section whose servers have no 'cookie' value",
        .why =
            "The cookie carries the value of the server that was chosen. Where servers have none, no cookie is set and "
            "every request of a client may go to another server.",
        .example_bad = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 check cookie app1
    server app2 192.0.2.12:80 check cookie app2
)",
    },
    check,
};

}  // namespace hapax::lint
