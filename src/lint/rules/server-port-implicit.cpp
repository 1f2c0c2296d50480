#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

// A host name or an IPv4 address and nothing else; everything with a family, a path, a port or a colon is left alone.
bool is_bare_host(std::string_view address) {
  if (address.empty() || address == "*" || address == "0.0.0.0") return false;
  if (address.find(':') != std::string_view::npos) return false;  // nearly all of them
  return std::all_of(address.begin(), address.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_'; });
}

// `192.0.2.11 8080`: the port is there, in the wrong place, and is refused as an option.
bool has_port_apart(const config::Directive& server) {
  const auto words = server.arguments();
  return words.size() > 2 && !words[2].text.empty() &&
         std::all_of(words[2].text.begin(), words[2].text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

// `server 192.0.2.11:80 check`: what stands in the address's place is none.
bool is_named_like_address(const config::Directive& server) {
  return server_name(server).find(':') != std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (!proxy.http()) continue;
    for (const config::Directive* server : proxy.servers) {
      const config::Word* address = server_address(*server);
      if (address == nullptr || !is_bare_host(address->text)) continue;
      if (has_port_apart(*server) || is_named_like_address(*server)) continue;
      Diagnostic& finding = report.add(
          address->span, fmt::format("'{}' has no port: server '{}' is contacted on the port that the client used",
                                     address->text, server_name(*server)));
      finding.label = "no port";
      const bool tls = server_flag(proxy, *server, "ssl");
      finding.help = {
          fmt::format("write '{}:{}', or the port on which that server listens", address->text, tls ? 443 : 80)};
    }
  }
}

}  // namespace

extern const Rule server_port_implicit_rule{
    {
        .name = "server-port-implicit",
        .severity = Severity::warning,
        .summary = "a server without a port in an HTTP section",
        .why = "HAProxy then connects to the port on which the client came in: 80 through one frontend and 443 through "
               "the "
               "other, there without TLS. That is rarely meant where HTTP is balanced.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:8080
)",
    },
    check,
};

}  // namespace hapax::lint
