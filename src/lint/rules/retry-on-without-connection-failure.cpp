#include <algorithm>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    const config::Directive* line = section.last("retry-on");
    if (line == nullptr || line->arguments().empty()) continue;
    const auto words = line->arguments();
    const bool connects = std::any_of(words.begin(), words.end(), [](const auto& word) {
      return word.text == "conn-failure" || word.text == "all-retryable-errors" || word.text == "none";
    });
    if (connects) continue;
    Diagnostic& finding =
        report.add(line->span, "'retry-on' without 'conn-failure' gives up at the first failed connection");
    finding.label = "takes the place of the default, 'conn-failure'";
    finding.help = {"write 'retry-on conn-failure' and then the other causes"};
    finding.fix = Fix{"add 'conn-failure'", false, {{{words[0].span.file, words[0].span.offset, 0}, "conn-failure "}}};
  }
}

}  // namespace

extern const Rule retry_on_without_connection_failure_rule{
    {
        .name = "retry-on-without-connection-failure",
        .severity = Severity::warning,
        .summary = "a 'retry-on' whose list lacks 'conn-failure'",
        .why = "The list replaces the default, which is 'conn-failure'. Without it a server that refuses the "
               "connection is no "
               "longer tried again, and the client gets 503.",
        .example_bad = R"(backend app
    mode http
    retries 3
    retry-on 503
    http-request disable-l7-retry unless METH_GET
    server app1 192.0.2.11:80 check
)",
        .example_good = R"(backend app
    mode http
    retries 3
    retry-on conn-failure 503
    http-request disable-l7-retry unless METH_GET
    server app1 192.0.2.11:80 check
)",
        .fix = "unsafe: 'conn-failure' is added, and failed connections are tried again.",
    },
    check,
};

}  // namespace hapax::lint
