#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    for (const config::Directive* server : proxy.servers) {
      const config::Option* maxqueue = server->option("maxqueue");
      if (maxqueue == nullptr || maxqueue->words.size() < 2 || maxqueue->words[1].text == "0") continue;
      if (server_option(proxy, *server, "maxconn") != nullptr || server_option(proxy, *server, "minconn") != nullptr) {
        continue;
      }
      Diagnostic& finding = report.add(
          maxqueue->span(), fmt::format("'maxqueue' has no effect: server '{}' has no 'maxconn', so that nothing waits",
                                        server_name(*server)));
      finding.label = "there is no queue";
      finding.help = {"write 'maxconn N' beside it"};
    }
  }
}

}  // namespace

extern const Rule maxqueue_without_maxconn_rule{
    {
        .name = "maxqueue-without-maxconn",
        .severity = Severity::warning,
        .summary = "'maxqueue' on a server that has no 'maxconn'",
        .why =
            "Requests wait for a server only when it has reached its maxconn. Without that limit nothing ever waits.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check maxqueue 20
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:80 check maxconn 100 maxqueue 20
)",
    },
    check,
};

}  // namespace hapax::lint
