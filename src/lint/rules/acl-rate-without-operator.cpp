#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_rate(std::string_view fetch) {
  return (fetch.starts_with("sc") || fetch.starts_with("src_") || fetch.starts_with("fe_") ||
          fetch.starts_with("be_")) &&
         fetch.ends_with("_rate");
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    if (!is_rate(test.fetch) || test.last_method != nullptr || test.patterns.size() != 1) continue;
    const config::Word& pattern = test.patterns.front();
    unsigned value = 0;
    const auto [end, error] = std::from_chars(pattern.text.data(), pattern.text.data() + pattern.text.size(), value);
    if (error != std::errc() || end != pattern.text.data() + pattern.text.size() || value < 2) continue;
    Diagnostic& finding = report.add(pattern.span, fmt::format("'{} {}' means exactly {}, not {} and more",
                                                               test.criterion->text, value, value, value));
    finding.label = "no operator in front";
    finding.help = {fmt::format("write '{} gt {}'", test.criterion->text, value)};
    finding.fix =
        Fix{fmt::format("write 'gt {}'", value), false, {{{pattern.span.file, pattern.span.offset, 0}, "gt "}}};
  }
}

}  // namespace

extern const Rule acl_rate_without_operator_rule{
    {
        .name = "acl-rate-without-operator",
        .severity = Severity::warning,
        .summary = "a rate that is compared with a number, without 'gt', 'ge', 'lt' or 'le'",
        .why = "A number alone is compared for equality. A client whose rate jumps from 99 to 101 is never caught by "
               "'sc_http_req_rate(0) 100'.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) 100 }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .fix = "unsafe: 'gt' is put in front of the number, and the rule begins to hold.",
    },
    check,
};

}  // namespace hapax::lint
