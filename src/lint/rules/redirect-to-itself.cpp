#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The words behind "redirect" of a line that redirects, as an action or by itself; empty for other lines.
std::span<const config::Word> redirect_words(const config::Directive& line) {
  if (line.row == nullptr || line.no) return {};
  if (line.is("redirect")) return line.arguments();
  const config::Action* const action = line.is("http-request") ? line.action() : nullptr;
  return action == nullptr || action->name() != "redirect" ? std::span<const config::Word>() : action->words.subspan(1);
}

bool leads_to_tls(std::span<const config::Word> words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i].text == "scheme") return words[i + 1].text == "https";
  return false;
}

// What may have answered a request, or sent it on, before the rules below are asked.
bool may_take(const config::Directive& line) {
  if (!line.is("http-request") || line.action() == nullptr) return false;
  constexpr std::string_view kLast[] = {"allow",    "auth",        "deny",   "reject",     "return",
                                        "redirect", "silent-drop", "tarpit", "use-service"};
  return std::find(std::begin(kLast), std::end(kLast), line.action()->name()) != std::end(kLast);
}

const config::Directive* tls_bind(const Proxy& proxy) {
  const auto found = std::find_if(proxy.binds.begin(), proxy.binds.end(),
                                  [](const auto* bind) { return bind->option("ssl") != nullptr; });
  return found == proxy.binds.end() ? nullptr : *found;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (!proxy.http() || !(proxy.section->may_have_action("redirect") || proxy.section->may_have("redirect"))) continue;
    const config::Directive* const bind = tls_bind(proxy);
    if (bind == nullptr) continue;
    for (const config::Directive& line : proxy.section->directives) {
      if (leads_to_tls(redirect_words(line)) && line.condition() == nullptr) {
        Diagnostic& finding =
            report.add(line.span, "this sends requests that came by TLS to the address that they came to");
        finding.label = "for every request";
        finding.related.push_back({bind->span, "TLS comes in here"});
        finding.help = {"browsers follow it until they give up: too many redirects",
                        "write 'unless { ssl_fc }' at the end of the line"};
        const Span end{line.span.file, line.span.end(), 0};
        finding.fix = Fix{"write 'unless { ssl_fc }' behind it", false, {{end, " unless { ssl_fc }"}}};
        break;
      }
      if (may_take(line)) break;
    }
  }
}

}  // namespace

extern const Rule redirect_to_itself_rule{
    {
        .name = "redirect-to-itself",
        .severity = Severity::error,
        .summary = "a redirect to https without a condition, where TLS comes in, too",
        .why = "The rule is meant for those who come without TLS. Those who come with it are sent to the address that "
               "they have just asked, again and again, until the browser gives up. Rules below another one that "
               "answers requests are not meant.",
        .example_bad = R"(frontend www
    mode http
    bind :80
    bind :443 ssl crt www.pem
    http-request redirect scheme https
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    mode http
    bind :80
    bind :443 ssl crt www.pem
    http-request redirect scheme https unless { ssl_fc }
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .fix = "unsafe: requests by TLS go on to the rules below.",
    },
    check,
};

}  // namespace hapax::lint
