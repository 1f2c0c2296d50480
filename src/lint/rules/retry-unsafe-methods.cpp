#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// Causes at which the server may have done its work already. Status codes are numbers.
constexpr std::array<std::string_view, 4> kAfterSending{"all-retryable-errors", "empty-response", "junk-response",
                                                        "response-timeout"};

bool after_sending(std::string_view cause) {
  const bool status = cause.size() == 3 && std::isdigit(static_cast<unsigned char>(cause[0])) != 0;
  return status || std::find(kAfterSending.begin(), kAfterSending.end(), cause) != kAfterSending.end();
}

bool guarded(const Subject& subject) {
  return std::any_of(subject.proxies.begin(), subject.proxies.end(), [](const Proxy& proxy) {
    return std::any_of(proxy.http_requests.begin(), proxy.http_requests.end(), [](const auto* line) {
      return !line->arguments().empty() && line->arguments()[0].text == "disable-l7-retry";
    });
  });
}

void check(const Subject& subject, Report& report) {
  const auto& sections = subject.config.sections;
  const bool any = std::any_of(sections.begin(), sections.end(), [](const auto& s) { return s.may_have("retry-on"); });
  if (!any || guarded(subject)) return;
  for (const config::Section& section : sections) {
    const config::Directive* line = section.last("retry-on");
    if (line == nullptr) continue;
    for (const config::Word& cause : line->arguments()) {
      if (!after_sending(cause.text)) continue;
      Diagnostic& finding = report.add(
          cause.span, fmt::format("'retry-on {}' sends a POST again that the server may have carried out", cause.text));
      finding.label = "the request had been sent";
      finding.help = {"an order may be placed twice",
                      "write 'http-request disable-l7-retry unless METH_GET' beside it"};
      break;
    }
  }
}

}  // namespace

extern const Rule retry_unsafe_methods_rule{
    {
        .name = "retry-unsafe-methods",
        .severity = Severity::warning,
        .summary = "'retry-on' with causes that arise after the request was sent, for every method",
        .why =
            "A server that answers badly, late or not at all may have carried out the request. GET can be repeated; a "
            "POST that is sent again may place an order twice.",
        .example_bad = R"(backend app
    mode http
    retries 3
    retry-on all-retryable-errors
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    retries 3
    retry-on all-retryable-errors
    http-request disable-l7-retry unless METH_GET
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
