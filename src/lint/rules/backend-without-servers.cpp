#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// Lines by which a section answers requests without a server. An error file for 503 is the known way to write a
// maintenance page.
constexpr std::array<std::string_view, 15> kAnswering{
    "redirect",           "stats enable", "stats uri",  "stats admin",       "dispatch",
    "option transparent", "transparent",  "errorfile",  "option http_proxy", "errorloc",
    "errorloc302",        "errorloc303",  "http-error", "errorfiles",        "monitor-uri"};
constexpr std::array<std::string_view, 8> kAnsweringActions{"return", "redirect",    "deny", "tarpit",
                                                            "reject", "use-service", "auth", "silent-drop"};

bool answers_itself(const config::Directive& line) {
  if (line.row == nullptr) return true;  // who knows what it would have been
  const std::string_view name = line.row->name;
  if (std::find(kAnswering.begin(), kAnswering.end(), name) != kAnswering.end()) return true;
  if (name != "http-request" && !name.starts_with("tcp-request ")) return false;
  const auto words = line.arguments();
  if (words.empty()) return false;
  const auto is = [&](std::string_view action) { return words.front().text == action; };
  return std::any_of(kAnsweringActions.begin(), kAnsweringActions.end(), is) || words.front().text.starts_with("lua.");
}

bool has_servers(const Proxy& proxy) { return !proxy.servers.empty() || !proxy.templates.empty(); }

// The names that some frontend certainly sends requests to.
std::unordered_set<std::string_view> reached(const Subject& subject) {
  std::unordered_set<std::string_view> names;
  for (const Proxy& proxy : subject.proxies) {
    const auto add = [&names](const config::Directive* line) {
      if (line != nullptr && !line->arguments().empty()) names.insert(line->arguments().front().text);
    };
    add(proxy.default_backend);
    for (const config::Directive* line : proxy.use_backends) add(line);
  }
  return names;
}

// A listen that hands everything on to another section needs no servers.
bool forwards_elsewhere(const Proxy& proxy) {
  const config::Directive* line = proxy.default_backend;
  const bool elsewhere =
      line != nullptr && !line->arguments().empty() && line->arguments().front().text != proxy.name();
  return elsewhere || !proxy.use_backends.empty();
}

void check(const Subject& subject, Report& report) {
  std::optional<std::unordered_set<std::string_view>> names;  // only asked for where there are no servers
  for (const Proxy& proxy : subject.proxies) {
    const config::Section& section = *proxy.section;
    if (!section.is_backend() || has_servers(proxy)) continue;
    const bool listen = section.kind == config::SectionKind::listen;
    if (!listen && !names) names = reached(subject);
    if (listen ? proxy.binds.empty() || forwards_elsewhere(proxy) : !names->contains(section.name)) continue;
    if (std::any_of(section.directives.begin(), section.directives.end(), answers_itself)) continue;

    Diagnostic& finding = report.add(section.span, fmt::format("'{} {}' has no server to send its requests to",
                                                               config::section_name(section.kind), section.name));
    finding.label = "no 'server' line in this section";
    finding.help = {proxy.http() ? "every request that comes here is answered with 503"
                                 : "every connection that comes here is closed at once",
                    "write 'server NAME ADDRESS:PORT', once for each server"};
  }
}

}  // namespace

extern const Rule backend_without_servers_rule{
    {
        .name = "backend-without-servers",
        .severity = Severity::warning,
        .summary = "a backend or listen section that gets requests and has no server for them",
        .why = "HAProxy accepts it and answers every request with 503, or closes every TCP connection. Sections that "
               "answer by themselves (return, redirect, deny, statistics, an error file as maintenance page) are not "
               "meant, nor are backends that only hold a stick table.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    default_backend app\n"
                       "\n"
                       "backend app\n"
                       "    mode http\n"
                       "    balance roundrobin\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    default_backend app\n"
                        "\n"
                        "backend app\n"
                        "    mode http\n"
                        "    balance roundrobin\n"
                        "    server app1 192.0.2.11:8080\n",
    },
    check,
};

}  // namespace hapax::lint
