#include <array>
#include <string_view>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

struct Writer {
  std::string_view name;
  std::string_view argument;
  std::string_view sets;
};

constexpr std::array<Writer, 4> kActions{{
    {"set-var-fmt", "format", "sets the variable to an empty text"},
    {"sc-set-gpt", "value", "sets the tag to 0"},
    {"sc-set-gpt0", "value", "sets the tag to 0"},
    {"sc-add-gpc", "value", "adds 0 to the counter"},
}};

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    for (const Writer& writer : kActions) {
      if (!section.may_have_action(writer.name)) continue;
      for (const config::Directive& line : section.directives) {
        const config::Action* const action = line.action();
        if (action == nullptr || action->name() != writer.name || action->has(writer.argument)) continue;
        Diagnostic& finding =
            report.add(line.span, fmt::format("the line ends before the value, and so {}", writer.sets));
        finding.label = "no value";
        finding.help = {fmt::format("write the {} behind '{}'", writer.argument, action->words.front().text)};
      }
    }
  }
}

}  // namespace

extern const Rule action_without_value_rule{
    {
        .name = "action-without-value",
        .severity = Severity::warning,
        .summary = "an action that writes a value, and the line ends before it",
        .why =
            "HAProxy does not ask whether there is one: it sets the variable to an empty text, or the tag of a stick "
            "table to 0.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request set-var-fmt(txn.client)
    default_backend web

backend web
    mode http
    server web1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request set-var-fmt(txn.client) %[src]:%[src_port]
    default_backend web

backend web
    mode http
    server web1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
