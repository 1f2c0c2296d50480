#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    for (const config::Directive* server : proxy.servers) {
      const config::Option* minconn = server->option("minconn");
      if (minconn == nullptr || minconn->words.size() < 2 || minconn->words[1].text == "0") continue;
      if (server_option(proxy, *server, "maxconn") != nullptr) continue;
      const std::string_view value = minconn->words[1].text;
      Diagnostic& finding =
          report.add(minconn->span(),
                     fmt::format("'minconn {}' without 'maxconn' is a fixed limit of {} connections", value, value));
      finding.label = "the limit does not grow with the load";
      finding.help = {
          fmt::format("write 'maxconn N' beside it for a limit that grows from {} to N, or 'maxconn {}' for a "
                      "fixed one",
                      value, value)};
    }
  }
}

}  // namespace

extern const Rule minconn_without_maxconn_rule{
    {
        .name = "minconn-without-maxconn",
        .severity = Severity::warning,
        .summary = "'minconn' on a server that has no 'maxconn'",
        .why =
            "minconn is the lower end of a limit that grows with the load up to maxconn. Without maxconn HAProxy takes "
            "minconn for the limit itself.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check minconn 10
)",
        .example_good = R"(backend app
    mode http
    fullconn 1000
    server app1 192.0.2.11:80 check minconn 10 maxconn 100
)",
    },
    check,
};

}  // namespace hapax::lint
