#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_or(std::string_view word) { return word == "or" || word == "||" || word == "OR"; }

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    for (const config::Directive& line : section.directives) {
      if (!may_be_rule(line) || line.words.empty()) continue;
      const config::Word& last = line.words.back();
      const bool joins = is_or(last.text);
      if (!joins && last.text != "if" && last.text != "unless") continue;
      if (line.condition() == nullptr) continue;  // the line takes none, and the word is an argument
      const std::string_view what = last.text == "if"       ? "the rule never runs"
                                    : last.text == "unless" ? "the rule always runs"
                                                            : "this part of the condition never holds";
      Diagnostic& finding = report.add(last.span, fmt::format("nothing stands behind '{}': {}", last.text, what));
      finding.help = {joins ? "write what else may hold, or remove the word"
                            : "write what must hold, or remove the word where the rule is for all traffic"};
    }
  }
}

}  // namespace

extern const Rule empty_condition_rule{
    {
        .name = "empty-condition",
        .severity = Severity::error,
        .summary = "'if', 'unless' or 'or' at the end of a rule, with nothing behind it",
        .why =
            "HAProxy takes the line without a word. A condition without ACLs does not hold: behind 'if' the rule never "
            "runs, which opens what a 'deny' was to close, and behind 'unless' it always does.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request deny if
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request deny if { path_beg /admin/ }
)",
    },
    check,
};

}  // namespace hapax::lint
