#include <unordered_set>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// One finding for each defaults section, on the first frontend of the whole configuration that inherits from it.
void check(const Subject& subject, Report& report) {
  std::unordered_set<const config::Section*> told;
  for (const Proxy& proxy : subject.proxies) {
    const config::Section& section = *proxy.section;
    if (!section.is_frontend() || !proxy.http() || proxy.binds.empty()) continue;
    const config::Directive* client = subject.config.effective(section, "timeout client");
    if (client == nullptr || subject.config.effective(section, "timeout http-request") != nullptr) continue;
    if (!told.insert(section.defaults == nullptr ? &section : section.defaults).second) continue;
    Diagnostic& finding =
        report.add(section.span, fmt::format("'{} {}' waits for slow request headers as long as 'timeout client' says",
                                             config::section_name(section.kind), section.name));
    finding.label = "no 'timeout http-request'";
    finding.related.push_back({client->span, "started anew by each byte"});
    finding.help = {"a client that sends a byte now and then holds its connection for ever (Slowloris)",
                    section.defaults == nullptr ? "write 'timeout http-request 10s' here"
                                                : "write 'timeout http-request 10s' into the defaults section"};
  }
}

}  // namespace

extern const Rule missing_http_request_timeout_rule{
    {
        .name = "missing-http-request-timeout",
        .severity = Severity::warning,
        .summary = "an HTTP frontend without 'timeout http-request'",
        .why =
            "'timeout client' starts anew with every byte. Only 'timeout http-request' limits how long the headers of "
            "a "
            "request may take in all; without it a few clients that send very slowly can hold all connections. It is "
            "reported once for all frontends of a defaults section.",
        .example_bad = R"(defaults
    mode http
    timeout client 30s
    timeout connect 5s
    timeout server 30s

frontend www
    bind :80
    default_backend app

backend app
    server app1 192.0.2.11:80
)",
        .example_good = R"(defaults
    mode http
    timeout http-request 10s
    timeout client 30s
    timeout connect 5s
    timeout server 30s

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
