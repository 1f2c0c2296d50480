// The page of a rule, as `hapax rule NAME` prints it.
#include <string>

#include <fmt/format.h>

#include <hapax/lint/lint.hpp>

namespace hapax::lint {
namespace {

constexpr std::size_t kWidth = 90;

std::string wrapped(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t blank = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, blank);
    if (column > 0 && column + 1 + word.size() > kWidth) {
      out += "\n  ";
      column = 0;
    } else if (!word.empty()) {
      out += column == 0 ? (out.empty() ? "  " : "") : " ";
      column += column == 0 ? 0 : 1;
    }
    out += word;
    column += word.size();
    if (blank == std::string_view::npos) break;
    if (text[blank] == '\n') {
      out += "\n  ";
      column = 0;
    }
    text.remove_prefix(blank + 1);
  }
  return out + '\n';
}

std::string indented(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    if (!line.empty()) fmt::format_to(std::back_inserter(out), "      {}", line);
    out += '\n';
    if (end == std::string_view::npos) break;
    lines.remove_prefix(end + 1);
  }
  return out;
}

std::string heading(std::string_view title) { return fmt::format("\n{}\n", title); }

}  // namespace

std::string render_page(const RuleInfo& rule) {
  const std::string_view severity = rule.severity == Severity::error     ? "error"
                                    : rule.severity == Severity::warning ? "warning"
                                                                         : "info";
  std::string page = fmt::format("{} ({}, {})\n", rule.name, severity,
                                 rule.origin == Origin::haproxy ? "HAProxy reports it too" : "only hapax sees it");
  page += heading("What it does") + wrapped(rule.summary);
  page += heading("Why") + wrapped(rule.why);
  if (!rule.example_bad.empty()) page += heading("Example") + indented(rule.example_bad);
  if (!rule.example_good.empty()) page += heading("Use instead") + indented(rule.example_good);
  page += heading("Fix safety") + wrapped(rule.fix.empty() ? "there is no automatic fix" : rule.fix);
  page += heading("Since") + wrapped(rule.since ? fmt::format("HAProxy {}", to_string(*rule.since))
                                                : "every HAProxy version that hapax knows");
  return page;
}

}  // namespace hapax::lint
