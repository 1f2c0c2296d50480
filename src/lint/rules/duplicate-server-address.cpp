#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <hapax/base/first_of_name.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

// Options that make two servers of one address different servers.
bool is_special(const Proxy& proxy, const config::Directive& server) {
  for (const std::string_view name :
       {"backup", "disabled", "track", "source", "sni", "send-proxy", "id", "namespace"}) {
    if (server_option(proxy, server, name) != nullptr) return true;
  }
  return false;
}

bool comparable(std::string_view address) {
  return address.find(':') != std::string_view::npos && !address.starts_with("0.0.0.0") && !address.starts_with("*") &&
         address.find('@') == std::string_view::npos;
}

void check(const Part& part, Report& report) {
  FirstOfName<const config::Directive*> first_at;
  for (const Proxy& proxy : part.proxies) {
    first_at.clear();
    for (const config::Directive* server : proxy.servers) {
      const config::Word* address = server_address(*server);
      if (address == nullptr || !comparable(address->text)) continue;
      const auto [entry, is_new] = first_at.emplace(address->text, server);
      if (is_new || is_special(proxy, *server)) continue;
      if (is_special(proxy, **entry)) {
        *entry = server;
        continue;
      }
      Diagnostic& finding =
          report.add(address->span, fmt::format("servers '{}' and '{}' are one: both are '{}'", server_name(**entry),
                                                server_name(*server), address->text));
      finding.label = "same address again";
      finding.related.push_back({server_address(**entry)->span, "first named here"});
      finding.help = {
          "it gets a double share, its limits and its checks count twice; for a greater share write 'weight'"};
    }
  }
}

}  // namespace

extern const Rule duplicate_server_address_rule{
    {
        .name = "duplicate-server-address",
        .severity = Severity::info,
        .summary = "two servers of a section with the same address",
        .why =
            "HAProxy treats them as two machines: the one behind them gets a double share and twice its maxconn, and a "
            "retry after a failure may go to the machine that has just failed.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server app2 192.0.2.11:80 check
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
