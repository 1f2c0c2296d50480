#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>
#include <hapax/lint/rule.hpp>

#include "lint/section_tests.hpp"

namespace hapax::lint {
namespace {

bool asks_for_websocket(const AclTest& test) {
  return test.base() == "hdr" && equal_ignoring_case(test.argument, "upgrade") &&
         std::any_of(test.patterns.begin(), test.patterns.end(),
                     [](const config::Word& pattern) { return equal_ignoring_case(pattern.text, "websocket"); });
}

// The ACLs of a section that hold for requests that become websockets, by name.
std::unordered_set<std::string_view> websocket_acls(const Part& part, const config::Section& section) {
  std::unordered_set<std::string_view> names;
  for (const AclTest& test : tests_of_section(part, section))
    if (!test.name.empty() && asks_for_websocket(test)) names.insert(test.name);
  return names;
}

bool is_for_websockets(const config::Directive& rule, const std::unordered_set<std::string_view>& names) {
  const auto condition = condition_of(rule);
  if (!condition || condition->unless) return false;
  for (const auto& clause : condition->clauses) {
    for (const Term& term : clause) {
      if (term.negated) continue;
      if (term.words.empty() ? names.contains(term.name) : asks_for_websocket(acl_test(term.words))) return true;
    }
  }
  return false;
}

void check(const Part& part, Report& report) {
  if (std::none_of(part.acl_tests.begin(), part.acl_tests.end(), asks_for_websocket)) return;
  for (const Proxy& proxy : part.proxies) {
    if (!proxy.http() || proxy.use_backends.empty()) continue;
    const std::unordered_set<std::string_view> names = websocket_acls(part, *proxy.section);
    for (const config::Directive* const rule : proxy.use_backends) {
      if (rule->arguments().empty() || !is_for_websockets(*rule, names)) continue;
      const Proxy* const backend = part.whole.backend(rule->arguments().front().text);
      if (backend == nullptr || part.config.effective(*backend->section, "timeout tunnel") != nullptr) continue;
      Diagnostic& finding =
          report.add(rule->span, fmt::format("websockets go to '{}', which has no 'timeout tunnel'", backend->name()));
      finding.label = "for requests that become websockets";
      finding.related.push_back({backend->section->span, "here"});
      finding.help = {"one that is silent for as long as 'timeout client' or 'timeout server' says is closed",
                      fmt::format("write 'timeout tunnel 1h' into '{}'", backend->name())};
    }
  }
}

}  // namespace

extern const Rule websocket_without_tunnel_timeout_rule{
    {
        .name = "websocket-without-tunnel-timeout",
        .severity = Severity::info,
        .summary = "a rule that sends websockets to a backend without 'timeout tunnel'",
        .why =
            "Once a connection has become a websocket, 'timeout client' and 'timeout server' count its silence. They "
            "are made for answers to requests, and users of a chat or a dashboard are cut off when nothing happens "
            "for half a minute. 'timeout tunnel' takes their place for such connections.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend chat if { hdr(Upgrade) -i websocket }
    default_backend chat

backend chat
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend chat if { hdr(Upgrade) -i websocket }
    default_backend chat

backend chat
    mode http
    timeout tunnel 1h
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
