#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::lint {
namespace {

constexpr std::string_view kReplacing[] = {"replace-header", "replace-value", "replace-path", "replace-pathq",
                                           "replace-uri"};

bool may_replace(const config::Section& section) {
  return std::any_of(std::begin(kReplacing), std::end(kReplacing),
                     [&section](std::string_view action) { return section.may_have_action(action); });
}

// The action when it replaces what a regular expression with groups matches; null else.
const config::Action* with_groups(const config::Directive& line) {
  const config::Action* const action = line.action();
  if (action == nullptr || action->words.size() < 3) return nullptr;
  if (std::find(std::begin(kReplacing), std::end(kReplacing), action->name()) == std::end(kReplacing)) return nullptr;
  const std::string_view regex = action->words[action->words.size() - 2].text;
  return regex.find('(') == std::string_view::npos ? nullptr : action;
}

// Where "$1" stands, from `from` on.
std::size_t find_dollar(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('$', from); at != std::string_view::npos; at = text.find('$', at + 1))
    if (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') return at;
  return std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    if (!may_replace(section)) continue;
    for (const config::Directive& line : section.directives) {
      const config::Action* const action = with_groups(line);
      if (action == nullptr) continue;
      const config::Word& word = action->words.back();
      const std::size_t first = find_dollar(word.text, 0);
      if (first == std::string_view::npos) continue;
      const std::string_view group = word.text.substr(first, 2);
      Diagnostic& finding =
          report.add(syntax::locate(word, first, 2),
                     fmt::format("'{}' is no group of the regular expression, and is written as it stands", group));
      finding.label = "two characters of text";
      finding.help = {fmt::format("write '\\{}': groups have a backslash", group[1])};
      Fix fix{"write the groups with a backslash", false, {}};
      for (std::size_t at = first; at != std::string_view::npos; at = find_dollar(word.text, at + 1))
        fix.edits.push_back({syntax::locate(word, at, 1), "\\"});
      finding.fix = std::move(fix);
    }
  }
}

}  // namespace

extern const Rule group_with_dollar_rule{
    {
        .name = "group-with-dollar",
        .severity = Severity::warning,
        .summary = "'$1' where a group of a regular expression is meant",
        .why = "nginx and Apache write '$1' for what the first parentheses of a regular expression matched, HAProxy "
               "writes '\\1'. It takes '$1' without a word and puts these two characters into the path or header.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request replace-path ^/old/(.*) /new/$1
    default_backend app

backend app
    mode http
    server s1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request replace-path ^/old/(.*) /new/\1
    default_backend app

backend app
    mode http
    server s1 192.0.2.11:80
)",
        .fix = "unsafe: the groups are put in, and paths and headers change.",
    },
    check,
};

}  // namespace hapax::lint
