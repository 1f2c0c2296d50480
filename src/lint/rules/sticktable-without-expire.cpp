#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* table = proxy.section->last("stick-table");
    if (table == nullptr) continue;
    const auto words = table->arguments();
    // 'expires' is refused, and means it.
    const bool expires =
        std::any_of(words.begin(), words.end(), [](const auto& word) { return word.text.starts_with("expire"); });
    if (expires) continue;
    Diagnostic& finding = report.add(table->span, fmt::format("the entries of table '{}' never expire", proxy.name()));
    finding.label = "no 'expire'";
    finding.help = {"they stay until the table is full; then the oldest ones have to make room",
                    "write 'expire 30m', or however long a client is to be remembered"};
  }
}

}  // namespace

extern const Rule sticktable_without_expire_rule{
    {
        .name = "sticktable-without-expire",
        .severity = Severity::info,
        .summary = "a stick table without 'expire'",
        .why = "Its entries live until the table is full. A client that came once last month is still stuck to its "
               "server, and "
               "memory stays in use for nobody.",
        .example_bad = R"(backend app
    mode http
    balance roundrobin
    stick-table type ip size 100k
    stick on src
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    balance roundrobin
    stick-table type ip size 100k expire 30m
    stick on src
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
