#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 8> kOptions{"inter", "fastinter", "downinter",        "fall",
                                                   "rise",  "check-ssl", "check-send-proxy", "check-sni"};

// Agent checks use inter, rise and fall as well; a tracked server is checked elsewhere.
bool is_checked(const Proxy& proxy, const config::Directive& server) {
  return server_flag(proxy, server, "check") || server_flag(proxy, server, "agent-check") ||
         server_option(proxy, server, "track") != nullptr;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    for (const config::Directive* server : proxy.servers) {
      if (is_checked(proxy, *server)) continue;
      for (const std::string_view name : kOptions) {
        const config::Option* option = server->option(name);
        if (option == nullptr) continue;
        Diagnostic& finding = report.add(
            option->span(), fmt::format("'{}' has no effect: server '{}' is not checked", name, server_name(*server)));
        finding.label = "no 'check' on this server";
        finding.help = {fmt::format("write 'check {}'", name), "without 'check' the server counts as up for ever"};
        break;
      }
    }
  }
}

}  // namespace

extern const Rule check_options_without_check_rule{
    {
        .name = "check-options-without-check",
        .severity = Severity::warning,
        .summary = "check settings such as 'inter' or 'fall' on a server that is not checked",
        .why = "The settings describe health checks; only the word 'check' starts them. HAProxy says nothing, and the "
               "server "
               "counts as up for ever.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 inter 2s fall 3
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:80 check inter 2s fall 3
)",
    },
    check,
};

}  // namespace hapax::lint
