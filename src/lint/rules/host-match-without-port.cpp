#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

#include "lint/section_tests.hpp"

namespace hapax::lint {
namespace {

// The port of a bind, when it is one number; browsers leave 80 and 443 out of the Host header.
std::string_view unusual_port(const Proxy& proxy) {
  for (const config::Directive* bind : proxy.binds) {
    const auto words = bind->arguments();
    if (words.empty()) continue;
    // Behind another proxy the client has spoken to another port.
    if (std::any_of(words.begin(), words.end(), [](const auto& w) { return w.text == "accept-proxy"; })) return {};
    const auto colon = words[0].text.rfind(':');
    if (colon == std::string_view::npos) return {};
    const std::string_view port = words[0].text.substr(colon + 1);
    const bool digits = !port.empty() && port.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits || port == "80" || port == "443") return {};
  }
  return proxy.binds.empty() ? std::string_view() : proxy.binds.front()->arguments()[0].text;
}

bool considers_port(const AclTest& test) {
  return !test.converters.empty() || std::any_of(test.patterns.begin(), test.patterns.end(), [](const auto& pattern) {
    return pattern.text.find(':') != std::string_view::npos;
  });
}

bool includes_port(const AclTest& test) {
  return test.on_host() && !test.patterns.empty() && !considers_port(test) &&
         (test.match() == Match::string || test.match() == Match::end);
}

// One finding for all comparisons of a frontend, of which there may be thousands: they are mended together.
void report_tests(const AclTest& first, const AclTest& last, std::size_t count, std::string_view bind, Report& report) {
  const std::string_view pattern = first.patterns.front().text;
  Diagnostic& finding = report.add(
      first.criterion->span,
      fmt::format("'{}' includes the port here, so that '{}' does not match", first.criterion->text, pattern));
  finding.label = fmt::format("'{}{}'", pattern, bind.substr(std::min(bind.size(), bind.rfind(':'))));
  if (count > 1)
    finding.related.push_back(
        {last.criterion->span, fmt::format("the last of {} such comparisons in this section", count)});
  finding.help = {fmt::format("clients that connect to '{}' send the port in the Host header", bind),
                  fmt::format("write 'req.hdr({}),host_only', which leaves the port out", first.argument)};
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const std::string_view bind = unusual_port(proxy);
    if (bind.empty()) continue;
    const AclTest* first = nullptr;
    const AclTest* last = nullptr;
    std::size_t count = 0;
    for (const AclTest& test : tests_of_section(part, *proxy.section)) {
      if (!includes_port(test)) continue;
      if (first == nullptr) first = &test;
      last = &test;
      ++count;
    }
    if (first != nullptr) report_tests(*first, *last, count, bind, report);
  }
}

}  // namespace

extern const Rule host_match_without_port_rule{
    {
        .name = "host-match-without-port",
        .severity = Severity::info,
        .summary = "an exact comparison of the Host header in a frontend that listens on an unusual port",
        .why = "Where the port is neither 80 nor 443, browsers write it into the Host header: 'shop.example.com:8080'. "
               "The "
               "comparison with 'shop.example.com' then fails. The converter host_only takes the port away.",
        .example_bad = R"(frontend www
    bind :8080
    mode http
    use_backend shop if { req.hdr(host) -i shop.example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :8080
    mode http
    use_backend shop if { req.hdr(host),host_only -i shop.example.com }

backend shop
    mode http
    server s1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
