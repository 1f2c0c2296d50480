#include <algorithm>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/syntax/condition.hpp>

namespace hapax::lint {
namespace {

constexpr std::size_t kNowhere = -1;

// The first argument that HAProxy may leave unread in lines of that row; all that it reads stand before it.
std::size_t first_unread(const config::Keyword& row) {
  std::size_t first = kNowhere;
  if (row.name == "description") return first;  // words of prose
  for (const config::Variant& variant : row.variants) {
    const auto last = static_cast<std::size_t>(variant.params.size()) - 1;
    const bool open = !variant.params.empty() && variant.params[last].kind == config::ParamKind::ignored;
    if (!open) return kNowhere;
    first = first == kNowhere ? last : std::max(first, last);
  }
  return first;
}

// What to write for what the condition was to say.
std::string_view instead_of(const config::Section& section, const config::Keyword& row) {
  if (row.name.starts_with("stats ") && section.kind != config::SectionKind::global)
    return "to let only some see the page, write 'http-request deny if { path_beg /stats } !{ src 192.0.2.0/24 }'";
  if (row.name.starts_with("balance"))
    return "to choose otherwise for some requests, lead them to a section of their own by 'use_backend NAME if ...'";
  return "remove it";
}

void check(const Part& part, Report& report) {
  static const config::ByRow<std::size_t> kFirstUnread(config::KeywordClass::directive, first_unread);
  for (const config::Section& section : part.sections) {
    for (const config::Directive& line : section.directives) {
      if (line.row == nullptr || kFirstUnread[*line.row] == kNowhere) continue;
      const auto words = line.arguments();
      const auto unread = words.subspan(std::min(kFirstUnread[*line.row], words.size()));
      const auto word = std::find_if(unread.begin(), unread.end(),
                                     [](const config::Word& w) { return syntax::begins_condition(w.text); });
      if (word == unread.end()) continue;
      Diagnostic& finding = report.add(
          cover(word->span, words.back().span),
          fmt::format("'{}' takes no condition: HAProxy reads over it, and the line always holds", line.name()));
      finding.label = "ignored";
      finding.help = {std::string(instead_of(section, *line.row))};
    }
  }
}

}  // namespace

extern const Rule condition_ignored_rule{
    {
        .name = "condition-ignored",
        .severity = Severity::warning,
        .summary = "a condition behind a line that takes none, where HAProxy does not look",
        .why =
            "Most lines that take no condition are refused with one. Some, such as 'stats enable' and 'balance', end "
            "for HAProxy before it: what was meant for some requests holds for all.",
        .example_bad = R"(frontend www
    bind 192.0.2.1:80
    mode http
    stats enable if { src 192.0.2.0/24 }
    stats auth admin:c5Qz81
)",
        .example_good = R"(frontend www
    bind 192.0.2.1:80
    mode http
    stats enable
    stats auth admin:c5Qz81
    http-request deny if { path /haproxy } !{ src 192.0.2.0/24 }
)",
    },
    check,
};

}  // namespace hapax::lint
