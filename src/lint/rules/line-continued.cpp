#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/syntax/line_stream.hpp>

namespace hapax::lint {
namespace {

// Whether the backslash is the last of what HAProxy looks at, and no word of a comment.
bool ends_words(const syntax::LineStream& stream, std::uint32_t offset) {
  const auto words = stream.document().words(stream.line());
  return !words.empty() && words.back().offset + words.back().length == offset + 1;
}

void check_file(const SourceSet& sources, FileId file, Report& report) {
  const std::string_view text = sources.text(file);
  for (std::size_t at = text.find("\\\n"); at != std::string_view::npos; at = text.find("\\\n", at + 2)) {
    const std::size_t begin = text.rfind('\n', at) + 1;
    const auto offset = static_cast<std::uint32_t>(at);
    syntax::LineStream stream(sources, file, static_cast<std::uint32_t>(begin), offset + 2);
    if (!stream.next() || !ends_words(stream, offset)) continue;
    const std::size_t next = text.find_first_not_of(" \t", at + 2);
    Diagnostic& finding = report.add({file, offset, 1}, "'\\' at the end does not join this line with the next one");
    finding.help = {"write the whole directive in one line, however long it is"};
    if (next == std::string_view::npos || text[next] == '\n') continue;
    // Blanks before the backslash and those that indent the next line become one.
    const std::size_t last = text.find_last_not_of(" \t", at - 1);
    const auto from = static_cast<std::uint32_t>(last + 1);
    finding.fix = Fix{"join the lines", false, {{{file, from, static_cast<std::uint32_t>(next) - from}, " "}}};
  }
}

void check(const Subject& subject, Report& report) {
  if (subject.config.sources == nullptr) return;
  for (FileId file = 0; file < subject.config.sources->size(); ++file)
    check_file(*subject.config.sources, file, report);
}

}  // namespace

extern const Rule line_continued_rule{
    {
        .name = "line-continued",
        .severity = Severity::error,
        .summary = "a line that ends with a backslash",
        .why = "HAProxy reads each line by itself. A backslash at its end is a word or a letter like others, and what "
               "stands in the next line is another directive.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    http-request set-header X-Site shop \\\n"
                       "        if { path_beg /shop/ }\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    http-request set-header X-Site shop if { path_beg /shop/ }\n",
        .fix = "unsafe: the two lines become one.",
    },
    check,
};

}  // namespace hapax::lint
