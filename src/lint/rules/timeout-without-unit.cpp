#include <charconv>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The number in a word that is nothing but a number below 100.
unsigned bare_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value < 100 ? value : 0;
}

void check(const Part& part, Report& report) {
  if (part.config.target >= Version::v3_2) return;  // HAProxy reports it itself
  for (const config::Section& section : part.sections) {
    for (const config::Directive& line : section.directives) {
      if (line.row == nullptr || !line.row->name.starts_with("timeout ") || line.arguments().empty()) continue;
      const config::Word& word = line.arguments().front();
      const unsigned value = bare_number(word.text);
      if (value == 0) continue;
      Diagnostic& finding =
          report.add(word.span, fmt::format("'{} {}' is {} milliseconds", line.row->name, value, value));
      finding.label = "no unit";
      finding.help = {fmt::format("write '{}s' if seconds are meant, '{}ms' if not", value, value)};
    }
  }
}

}  // namespace

extern const Rule timeout_without_unit_rule{
    {
        .name = "timeout-without-unit",
        .severity = Severity::warning,
        .summary = "a timeout below 100 without a unit, which is taken for milliseconds",
        .why = "A number alone means milliseconds: 'timeout client 30' closes connections after 0.03 seconds. HAProxy "
               "warns "
               "of it from 3.2 on, so that this rule speaks for older targets only.",
        .example_bad = R"(# target: 3.0
defaults
    mode http
    timeout client 30
)",
        .example_good = R"(# target: 3.0
defaults
    mode http
    timeout client 30s
)",
    },
    check,
};

}  // namespace hapax::lint
