#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The line that puts a filter into the section; null where there is none.
const config::Directive* filter_of(const config::Config& config, const Proxy& proxy) {
  const config::Section& section = *proxy.section;
  if (const config::Directive* const filter = section.last("filter")) return filter;
  if (const config::Directive* const algorithm = config.effective(section, "compression algo")) return algorithm;
  if (!section.may_have_action("cache-use") && !section.may_have_action("cache-store")) return nullptr;
  for (const config::Directive& line : section.directives) {
    const config::Action* const action = line.is("http-request") || line.is("http-response") ? line.action() : nullptr;
    if (action != nullptr && (action->name() == "cache-use" || action->name() == "cache-store")) return &line;
  }
  return nullptr;
}

// Of each backend the filter of some frontend that sends requests there.
using Filters = std::unordered_map<std::string_view, const config::Directive*>;

Filters filters_before_backends(const Subject& subject) {
  Filters filters;
  for (const Proxy& proxy : subject.proxies) {
    if (!proxy.http() || (proxy.binds.empty() && !proxy.section->is_frontend())) continue;
    const config::Directive* const filter = filter_of(subject.config, proxy);
    if (filter == nullptr) continue;
    filters.try_emplace(proxy.name(), filter);  // of a listen section
    if (proxy.default_backend != nullptr && !proxy.default_backend->arguments().empty()) {
      filters.try_emplace(proxy.default_backend->arguments().front().text, filter);
    }
    for (const config::Directive* const line : proxy.use_backends) {
      if (!line->arguments().empty()) filters.try_emplace(line->arguments().front().text, filter);
    }
  }
  return filters;
}

void report_line(const Span& span, const config::Directive& filter, std::string what, std::vector<std::string> help,
                 Report& report) {
  Diagnostic& finding = report.add(span, fmt::format("HAProxy never ends the connections of clients {}", what));
  finding.label = "each goes on counting until HAProxy is started anew";
  finding.related.push_back({filter.span, "because this is a filter"});
  finding.help = std::move(help);
}

// It does not matter whether the filter is the frontend's or the backend's own.
void check_servers(const Proxy& proxy, const config::Directive* filter, Report& report) {
  if (filter == nullptr) return;
  for (const config::Directive* const server : proxy.servers) {
    if (server->option("redir") == nullptr) continue;
    report_line(server->span, *filter, "that a server redirects ('redir')",
                {"write 'http-request redirect prefix ... if { method GET HEAD }' in place of the server's 'redir'"},
                report);
    return;
  }
}

void check_answers(const Proxy& proxy, const config::Directive* filter_of_frontend, Report& report) {
  if (filter_of_frontend == nullptr || !proxy.section->may_have("tcp-response content")) return;
  for (const config::Directive& line : proxy.section->directives) {
    const config::Action* const action = line.is("tcp-response content") ? line.action() : nullptr;
    if (action == nullptr || action->name() != "reject") continue;
    report_line(line.span, *filter_of_frontend, "whose answer it rejects",
                {"write 'http-response deny' in place of it"}, report);
    return;
  }
}

void check(const Subject& subject, Report& report) {
  if (subject.config.target > Version::v3_2) return;  // nobody has looked
  const Filters filters = filters_before_backends(subject);
  for (const Proxy& proxy : subject.proxies) {
    if (!proxy.http() || !proxy.section->is_backend()) continue;
    const auto found = filters.find(proxy.name());
    const config::Directive* const before = found == filters.end() ? nullptr : found->second;
    check_servers(proxy, before != nullptr ? before : filter_of(subject.config, proxy), report);
    check_answers(proxy, before, report);
  }
}

}  // namespace

extern const Rule connection_never_ends_rule{
    {
        .name = "connection-never-ends",
        .severity = Severity::warning,
        .summary = "'redir' of a server, or 'tcp-response content reject', where a cache or compression is at work",
        .why =
            "HAProxy 2.6 to 3.2 forget such a connection: it is closed, and yet counts in the limits of the process, "
            "the frontend and the backend, and in the 'conn_cur' of a stick table, until HAProxy is started anew. "
            "The limits are used up by and by. 'show sess' on the stats socket lists these connections.",
        .example_bad = R"(frontend www
    mode http
    bind :80
    compression algo gzip
    default_backend images
backend images
    mode http
    server s1 192.0.2.11:80 redir https://img.example
)",
        .example_good = R"(frontend www
    mode http
    bind :80
    compression algo gzip
    default_backend images
backend images
    mode http
    http-request redirect prefix https://img.example if { method GET HEAD }
    server s1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
