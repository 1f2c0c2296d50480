#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (!proxy.section->is_backend() || !proxy.http()) continue;
    if (part.config.effective(*proxy.section, "cookie") != nullptr) continue;
    for (const config::Directive* server : proxy.servers) {
      const config::Option* option = server->option("cookie");
      if (option == nullptr) continue;
      Diagnostic& finding =
          report.add(option->span(), fmt::format("the cookie of server '{}' is not used: '{}' has no 'cookie' line",
                                                 server_name(*server), proxy.name()));
      finding.label = "no cookie is set or read";
      finding.help = {"write 'cookie NAME insert indirect nocache' in this section to keep clients at their server"};
      break;
    }
  }
}

}  // namespace

extern const Rule server_cookie_ignored_rule{
    {
        .name = "server-cookie-ignored",
        .severity = Severity::warning,
        .summary = "servers with a 'cookie' value in a section without a 'cookie' line",
        .why = "The values say what stands in the cookie; the 'cookie' line of the section says that there is one. "
               "Without "
               "it clients do not stay at their server.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 cookie app1
    server app2 192.0.2.12:80 cookie app2
)",
        .example_good = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 cookie app1
    server app2 192.0.2.12:80 cookie app2
)",
    },
    check,
};

}  // namespace hapax::lint
