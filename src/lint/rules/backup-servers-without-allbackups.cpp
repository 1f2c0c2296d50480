#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.servers.size() < 2) continue;
    std::vector<const config::Directive*> backups;
    for (const config::Directive* server : proxy.servers) {
      if (server_flag(proxy, *server, "backup")) backups.push_back(server);
    }
    if (backups.size() < 2 || part.config.option(*proxy.section, "option allbackups")) continue;
    const config::Option* flag = server_option(proxy, *backups[1], "backup");
    Diagnostic& finding =
        report.add(flag->span(), fmt::format("of the {} backup servers of '{}' only the first that is up takes traffic",
                                             backups.size(), proxy.name()));
    finding.label = fmt::format("waits until '{}' is down, too", server_name(*backups[0]));
    finding.related.push_back({backups[0]->span, "the one that is used"});
    finding.help = {"write 'option allbackups' in this section to share the load among all of them"};
  }
}

}  // namespace

extern const Rule backup_servers_without_allbackups_rule{
    {
        .name = "backup-servers-without-allbackups",
        .severity = Severity::warning,
        .summary = "several backup servers in a section without 'option allbackups'",
        .why =
            "When all normal servers are down, HAProxy sends everything to the first backup that is up, and keeps the "
            "others for its failure. One server then carries the load of all.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server spare1 192.0.2.21:80 check backup
    server spare2 192.0.2.22:80 check backup
)",
        .example_good = R"(backend app
    mode http
    option allbackups
    server app1 192.0.2.11:80 check
    server spare1 192.0.2.21:80 check backup
    server spare2 192.0.2.22:80 check backup
)",
    },
    check,
};

}  // namespace hapax::lint
