#include <string_view>

#include <fmt/format.h>

#include <hapax/base/first_of_name.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  FirstOfName<const config::Directive*> first_with;
  for (const Proxy& proxy : part.proxies) {
    first_with.clear();
    for (const config::Directive* server : proxy.servers) {
      const config::Option* option = server->option("cookie");
      if (option == nullptr || option->words.size() < 2) continue;
      const config::Word& value = option->words.back();
      const auto [entry, is_new] = first_with.emplace(value.text, server);
      if (is_new) continue;
      // A spare that takes over the clients of the server it stands in for.
      if (server_flag(proxy, *server, "backup") || server_flag(proxy, **entry, "backup")) continue;
      Diagnostic& finding = report.add(
          value.span, fmt::format("servers '{}' and '{}' share the cookie '{}': its clients all go to the first",
                                  server_name(**entry), server_name(*server), value.text));
      finding.label = "same value again";
      finding.related.push_back({(*entry)->option("cookie")->words.back().span, "first used here"});
      finding.help = {"give each server a value of its own"};
    }
  }
}

}  // namespace

extern const Rule duplicate_server_cookie_rule{
    {
        .name = "duplicate-server-cookie",
        .severity = Severity::warning,
        .summary = "two servers of a section with the same cookie value",
        .why =
            "A client that comes back with the cookie is sent to the first server that has it. The other one gets new "
            "clients only, and loses them with their second request. A backup that shares the value of the server it "
            "stands in for is not meant.",
        .example_bad = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 check cookie app
    server app2 192.0.2.12:80 check cookie app
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
