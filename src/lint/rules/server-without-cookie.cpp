#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

// The line by whose cookie clients come back to the server of their last request, unless HAProxy makes the values.
const config::Directive* persistence(const Part& part, const Proxy& proxy) {
  if (!proxy.http() || proxy.servers.size() < 2) return nullptr;
  const config::Directive* const line = part.config.effective(*proxy.section, "cookie");
  return line == nullptr || line->no || line->option("dynamic") != nullptr ? nullptr : line;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* const line = persistence(part, proxy);
    if (line == nullptr) continue;
    std::size_t named = 0;
    std::vector<const config::Directive*> nameless;
    for (const config::Directive* const server : proxy.servers) {
      if (server_option(proxy, *server, "cookie") != nullptr) {
        ++named;
      } else if (!server_flag(proxy, *server, "backup")) {
        nameless.push_back(server);
      }
    }
    if (named < nameless.size()) continue;
    for (const config::Directive* const server : nameless) {
      Diagnostic& finding = report.add(
          server->span,
          fmt::format("server '{}' has no cookie value, as others of '{}' have", server_name(*server), proxy.name()));
      finding.label = "its clients are not kept here";
      finding.related.push_back({line->span, "the cookie that says where a client was"});
      finding.help = {"a client that was here gets no cookie, and its next request may go to another server",
                      fmt::format("write 'cookie {}' at the end of the line", server_name(*server))};
    }
  }
}

}  // namespace

extern const Rule server_without_cookie_rule{
    {
        .name = "server-without-cookie",
        .severity = Severity::warning,
        .summary = "a server without a cookie value among others that have one",
        .why = "The cookie of a section carries the value of the server that was chosen. For a server without a value "
               "none is set, and with 'insert' the one that a client has is deleted: clients that it served are spread "
               "anew with each request, and whatever it remembers of them is lost. Servers that are backups are not "
               "meant.",
        .example_bad = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 check cookie app1
    server app2 192.0.2.12:80 check cookie app2
    server app3 192.0.2.13:80 check
)",
        .example_good = R"(backend app
    mode http
    cookie SRV insert indirect nocache
    server app1 192.0.2.11:80 check cookie app1
    server app2 192.0.2.12:80 check cookie app2
    server app3 192.0.2.13:80 check cookie app3
)",
    },
    check,
};

}  // namespace hapax::lint
