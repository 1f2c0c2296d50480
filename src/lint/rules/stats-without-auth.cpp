#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 2> kShowing{"stats enable", "stats uri"};

// Anything that may keep strangers out: a password, or rules of any kind that end requests.
bool is_guarded(const config::Section& section) {
  return std::any_of(section.directives.begin(), section.directives.end(), [](const config::Directive& line) {
    if (line.row == nullptr) return true;
    if (line.is("stats auth") || line.is("stats http-request") || line.is("stats scope")) return true;
    if (line.row->name.starts_with("tcp-request ")) {
      const auto words = line.arguments();
      return !words.empty() &&
             (words[0].text == "reject" || words[0].text == "accept" || words[0].text == "silent-drop");
    }
    if (!line.is("http-request") || line.arguments().empty()) return false;
    const std::string_view action = line.arguments()[0].text;
    return action == "auth" || action == "deny" || action == "reject" || action == "tarpit" ||
           action.starts_with("lua.");
  });
}

// The first bind that others than this machine can reach; null when there is none.
const config::Directive* public_bind(const Proxy& proxy) {
  for (const config::Directive* bind : proxy.binds) {
    if (bind->arguments().empty()) continue;
    const std::string_view address = bind->arguments()[0].text;
    const bool local = address.starts_with("127.") || address.starts_with("localhost") || address.starts_with("::1:") ||
                       address.starts_with("[::1]") || address.starts_with('/') || address.starts_with("unix@") ||
                       address.starts_with("abns") || address.starts_with("fd@");
    const auto words = bind->arguments();
    const bool client_certificate =
        std::any_of(words.begin(), words.end(), [](const auto& word) { return word.text == "ca-file"; });
    if (!local && !client_certificate) return bind;
  }
  return nullptr;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* bind = public_bind(proxy);
    if (bind == nullptr || is_guarded(*proxy.section)) continue;
    for (const std::string_view name : kShowing) {
      const config::Directive* line = proxy.section->last(name);
      if (line == nullptr) continue;
      Diagnostic& finding =
          report.add(line->span, fmt::format("the statistics page of '{}' is open to everybody", proxy.name()));
      finding.label = "no 'stats auth'";
      finding.related.push_back({bind->span, "reachable from outside"});
      finding.help = {
          "it shows every server with its address, state and load",
          "write 'stats auth USER:PASSWORD', or let only some addresses in: 'http-request deny unless { src "
          "10.0.0.0/8 }'"};
      break;
    }
  }
}

}  // namespace

extern const Rule stats_without_auth_rule{
    {
        .name = "stats-without-auth",
        .severity = Severity::warning,
        .summary = "a statistics page that anybody who reaches the port may read",
        .why = "The page shows all servers with addresses, states and load. Pages on a loopback address or a UNIX "
               "socket, and "
               "sections with a password or with rules that deny requests, are not meant.",
        .example_bad = R"(listen stats
    bind :8404
    mode http
    stats enable
    stats uri /
)",
        .example_good = R"(listen stats
    bind 127.0.0.1:8404
    mode http
    stats enable
    stats uri /
)",
    },
    check,
};

}  // namespace hapax::lint
