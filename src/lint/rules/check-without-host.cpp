#include <algorithm>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

bool is_host(std::string_view name) { return equal_ignoring_case(name, "host"); }

// Behind the version of `option httpchk` there may be headers: "HTTP/1.1\r\nHost: app".
bool holds_host(std::string_view version) {
  for (std::size_t at = version.find('\n'); at != std::string_view::npos; at = version.find('\n', at + 1)) {
    const std::string_view line = version.substr(at + 1);
    if (is_host(line.substr(0, line.find(':')))) return true;
  }
  return false;
}

// The value behind that word of an `http-check send` line.
std::string_view value_behind(std::span<const config::Word> words, std::string_view name) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i].text == name) return words[i + 1].text;
  return {};
}

bool sends_host(const config::Directive& send) {
  const auto words = send.arguments();
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i].text == "hdr" && is_host(words[i + 1].text)) return true;
  return false;
}

// The line of the section that asks for HTTP/1.1, when no line that it reads sends a host; null else.
const config::Directive* asks_in_vain(const config::Section& section) {
  const config::Directive* asking = nullptr;
  for (const config::Section* from = &section; from != nullptr; from = from->defaults) {
    for (const config::Directive& line : from->directives) {
      std::string_view version;
      if (line.is("option httpchk") && !line.no && line.arguments().size() > 2) version = line.arguments()[2].text;
      if (line.is("http-check send")) version = value_behind(line.arguments(), "ver");
      if (holds_host(version) || (line.is("http-check send") && sends_host(line))) return nullptr;
      if (from == &section && version.starts_with("HTTP/1.1")) asking = &line;
    }
  }
  return asking;
}

bool is_checked(const Proxy& proxy, const config::Directive& server) {
  return server_flag(proxy, server, "check") && server_option(proxy, server, "check-proto") == nullptr;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Section& section = *proxy.section;
    const bool by_http = part.config.option(section, "option httpchk");
    if (!by_http || !(section.may_have("option httpchk") || section.may_have("http-check send"))) continue;
    const config::Directive* const line = asks_in_vain(section);
    if (line == nullptr) continue;
    const bool checked = std::any_of(proxy.servers.begin(), proxy.servers.end(),
                                     [&proxy](const auto* server) { return is_checked(proxy, *server); });
    if (!checked) continue;
    Diagnostic& finding = report.add(line->span, "this check is a request of HTTP/1.1 without a Host header");
    finding.label = "no 'Host'";
    finding.help = {"servers answer such a request with 400 Bad Request, and count as down",
                    "write 'http-check send hdr Host NAME' below it, or leave the version out"};
  }
}

}  // namespace

extern const Rule check_without_host_rule{
    {
        .name = "check-without-host",
        .severity = Severity::warning,
        .summary = "an HTTP check that asks for HTTP/1.1 and sends no Host header",
        .why =
            "HTTP/1.1 wants a Host header in each request, and HAProxy sends none with a check unless a line says "
            "so. Servers that keep to the standard answer 400, the check fails, and a healthy server counts as down.",
        .example_bad = R"(backend app
    mode http
    option httpchk GET /health HTTP/1.1
    server app1 192.0.2.11:80 check
)",
        .example_good = R"(backend app
    mode http
    option httpchk GET /health HTTP/1.1
    http-check send hdr Host app.example.com
    server app1 192.0.2.11:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
