#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <hapax/lint/rule.hpp>

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

// Such a frontend often compares the header thousands of times: texts are put together by hand.
std::string joined(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string text;
  text.reserve(size);
  for (const std::string_view part : parts) text += part;
  return text;
}

void report_test(const AclTest& test, std::string_view bind, Report& report) {
  const std::string_view pattern = test.patterns.front().text;
  const std::string_view port = bind.substr(std::min(bind.size(), bind.rfind(':')));
  Diagnostic& finding = report.add(
      test.criterion.span,
      joined({"'", test.criterion.text, "' includes the port here, so that '", pattern, "' does not match"}));
  finding.label = joined({"'", pattern, port, "'"});
  finding.help.reserve(2);
  finding.help.push_back(joined({"clients that connect to '", bind, "' send the port in the Host header"}));
  finding.help.push_back(joined({"write 'req.hdr(", test.argument, "),host_only', which leaves the port out"}));
}

void check(const Part& part, Report& report) {
  const config::Section* section = nullptr;
  std::string_view bind;
  for (const AclTest& test : part.acl_tests) {
    if (!test.on_host() || test.patterns.empty() || considers_port(test) || !test.section->is_proxy()) continue;
    if (test.match() != Match::string && test.match() != Match::end) continue;
    if (std::exchange(section, test.section) != test.section) bind = unusual_port(part.whole.proxy(*test.section));
    if (!bind.empty()) report_test(test, bind, report);
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
