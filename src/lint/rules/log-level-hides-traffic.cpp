#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/syslog.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// log TARGET [options] FACILITY [MAXLEVEL [MINLEVEL]]: the least urgent level that is let through, if one is given.
const config::Word* least_urgent(const config::Directive& log) {
  const auto words = log.arguments();
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (std::find(kSyslogLevels.begin(), kSyslogLevels.end(), words[i].text) != kSyslogLevels.end()) return &words[i];
  }
  return nullptr;
}

bool hides_traffic(const config::Directive& log) {
  const config::Word* level = least_urgent(log);
  return level != nullptr && level->text != "info" && level->text != "debug";
}

std::vector<const config::Directive*> logs_of(const config::Config& config) {
  std::vector<const config::Directive*> logs;
  for (const config::Section& section : config.sections) {
    for (const config::Directive* const line : section.all("log")) {
      if (!line->no && !line->arguments().empty() && line->arguments()[0].text != "global") logs.push_back(line);
    }
  }
  return logs;
}

bool logs_requests(const Proxy& proxy, const config::Config& config) {
  for (const std::string_view name : {"option httplog", "option tcplog", "option httpslog", "log-format"}) {
    const config::Directive* line = config.effective(*proxy.section, name);
    if (line != nullptr && !line->no) return true;
  }
  return false;
}

// Speaks only when no target at all gets the traffic, and some frontend has been told to log it.
void check(const Subject& subject, Report& report) {
  const auto logs = logs_of(subject.config);
  if (logs.empty() || !std::all_of(logs.begin(), logs.end(), [](const auto* log) { return hides_traffic(*log); }))
    return;
  const auto logging = std::find_if(subject.proxies.begin(), subject.proxies.end(), [&](const Proxy& proxy) {
    return proxy.section->is_frontend() && logs_requests(proxy, subject.config);
  });
  if (logging == subject.proxies.end()) return;
  const config::Directive& log = *logs.front();
  const config::Word& level = *least_urgent(log);
  Diagnostic& finding = report.add(
      level.span, fmt::format("'{}' keeps every request out of the log: requests are logged at 'info'", level.text));
  finding.label = "only this level and more urgent ones";
  finding.related.push_back({logging->section->span, "told to log its requests"});
  finding.help = {"write 'info' here, or leave the level out"};
}

}  // namespace

extern const Rule log_level_hides_traffic_rule{
    {
        .name = "log-level-hides-traffic",
        .severity = Severity::warning,
        .summary = "log targets that take only 'notice' and more urgent, while frontends are told to log requests",
        .why = "HAProxy logs requests at level info. A limit such as 'notice' on every 'log' line drops them all, and "
               "the log "
               "holds starts and stops only.",
        .example_bad = R"(global
    log 127.0.0.1:514 local0 notice

defaults
    log global
    mode http
    option httplog

frontend www
    bind :80
    default_backend app

backend app
    server app1 192.0.2.11:80
)",
        .example_good = R"(global
    log 127.0.0.1:514 local0
    log 127.0.0.1:514 local1 notice

defaults
    log global
    mode http
    option httplog

frontend www
    bind :80
    default_backend app

backend app
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
