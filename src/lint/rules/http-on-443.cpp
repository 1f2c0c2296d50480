#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_port_443(std::string_view address) {
  return address.ends_with(":443") && address.find('@') == std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (!proxy.http()) continue;
    for (const config::Directive* bind : proxy.binds) {
      const auto words = bind->arguments();
      if (words.empty() || !is_port_443(words[0].text)) continue;
      // accept-proxy: another proxy in front has ended TLS.
      const bool explained = std::any_of(words.begin(), words.end(), [](const auto& word) {
        return word.text == "ssl" || word.text == "accept-proxy";
      });
      if (explained) continue;
      Diagnostic& finding =
          report.add(words[0].span, fmt::format("'bind {}' speaks plain HTTP on the port of HTTPS", words[0].text));
      finding.label = "no 'ssl'";
      finding.help = {"browsers begin with a TLS handshake there, and get 400 Bad Request",
                      fmt::format("write 'bind {} ssl crt PATH', or 'mode tcp' to pass TLS through", words[0].text)};
    }
  }
}

}  // namespace

extern const Rule http_on_443_rule{
    {
        .name = "http-on-443",
        .severity = Severity::warning,
        .summary = "a bind on port 443 without 'ssl' in HTTP mode",
        .why = "Browsers start TLS on that port. HAProxy takes the handshake for a request that it cannot read and "
               "answers "
               "400. Binds with accept-proxy, where a proxy in front has ended TLS, are not meant.",
        .example_bad = R"(frontend www
    bind :443
    mode http
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :443 accept-proxy
    mode http
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
