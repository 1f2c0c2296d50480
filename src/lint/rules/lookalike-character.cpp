#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/syntax/line_stream.hpp>

#include "lint/utf8.hpp"

namespace hapax::lint {
namespace {

// What word processors, chats and web pages make of the characters of a configuration.
struct Lookalike {
  char32_t first;
  char32_t last;
  std::string_view name;
  std::string_view meant;
};
constexpr Lookalike kLookalikes[]{
    {0x00A0, 0x00A0, "a no-break space", " "},
    {0x00AD, 0x00AD, "a soft hyphen, which cannot be seen", ""},
    {0x2000, 0x200A, "a space of a printer's width", " "},
    {0x200B, 0x200B, "a space without width, which cannot be seen", ""},
    {0x200E, 0x200F, "a mark of direction, which cannot be seen", ""},
    {0x2010, 0x2015, "a hyphen or dash of typography", "-"},
    {0x2018, 0x201B, "a quotation mark of typography", "'"},
    {0x201C, 0x201F, "a quotation mark of typography", "\""},
    {0x2028, 0x2029, "a line separator, which cannot be seen", " "},
    {0x202A, 0x202E, "a change of direction, which cannot be seen", ""},
    {0x202F, 0x202F, "a no-break space", " "},
    {0x205F, 0x205F, "a space of mathematics", " "},
    {0x2060, 0x2060, "a word joiner, which cannot be seen", ""},
    {0x2066, 0x2069, "a change of direction, which cannot be seen", ""},
    {0x2212, 0x2212, "a minus sign", "-"},
    {0x3000, 0x3000, "a wide space", " "},
    {0xFEFF, 0xFEFF, "a byte order mark, which cannot be seen", ""},
};

struct Found {
  Span span;
  char32_t character = 0;
  std::string_view name;
  std::string meant;
};

// Letters, digits and signs as wide as a Chinese character have ASCII's order.
bool is_full_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E; }

std::optional<Found> lookalike_at(std::string_view text, FileId file, std::size_t offset) {
  const utf8::Decoded decoded = utf8::decode(text.substr(offset));
  const char32_t c = decoded.character;
  if (decoded.length < 2) return std::nullopt;
  const Span span{file, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(decoded.length)};
  if (is_full_width(c)) return Found{span, c, "a character of double width", {static_cast<char>(c - 0xFF01 + '!')}};
  for (const Lookalike& known : kLookalikes) {
    if (c >= known.first && c <= known.last) return Found{span, c, known.name, std::string(known.meant)};
  }
  return std::nullopt;
}

// The next byte that is not ASCII. Nearly all configurations have none, and this is all that the rule costs them.
std::size_t next_beyond_ascii(std::string_view text, std::size_t at) {
  for (std::array<std::uint64_t, 8> some; at + sizeof some <= text.size(); at += sizeof some) {
    std::memcpy(some.data(), text.data() + at, sizeof some);
    std::uint64_t all = 0;
    for (const std::uint64_t eight : some) all |= eight;
    if ((all & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// Whether HAProxy takes the character for a part of a word, where nothing says that it is meant. In quotes it belongs
// to a text, and in a comment it harms nobody.
bool stands_in_plain_word(const syntax::LineStream& stream, const Span& span) {
  for (const syntax::Word& word : stream.document().words(stream.line())) {
    if (span.offset >= word.offset && span.offset < word.offset + word.length) return word.plain();
  }
  return false;
}

// One finding a line, and so many characters in it: a line with more is no line of a configuration.
constexpr std::size_t kMostOfALine = 100;

void add_finding(const std::vector<Found>& of_line, Report& report) {
  const Found& found = of_line.front();
  const std::string what = fmt::format("U+{:04X} is {}", static_cast<std::uint32_t>(found.character), found.name);
  Diagnostic& finding = report.add(found.span, what + (utf8::changes_direction(found.character)
                                                           ? ": what follows may look other than it is"
                                                           : ", and HAProxy takes it for a letter of the word"));
  if (of_line.size() > 1) finding.label = fmt::format("one of {} in this line", of_line.size());
  if (found.meant == " ") {
    finding.help = {"only blanks and tabs part words: write a blank"};
  } else if (found.meant.empty()) {
    finding.help = {"remove it; 'LC_ALL=C cat -v FILE' makes it visible"};
  } else {
    finding.help = {found.meant == "'" ? "write \"'\"" : fmt::format("write '{}'", found.meant)};
  }
  finding.fix = Fix{found.meant.empty() ? "remove it" : "write what was meant", false, {}};
  for (const Found& each : of_line) finding.fix->edits.push_back({each.span, each.meant});
}

void check_file(const SourceSet& sources, FileId file, Report& report) {
  const std::string_view text = sources.text(file);
  for (std::size_t at = next_beyond_ascii(text, 0); at < text.size();) {
    const std::size_t begin = text.rfind('\n', at) + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    syntax::LineStream stream(sources, file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
    stream.next();
    std::vector<Found> of_line;
    for (; at < end && of_line.size() < kMostOfALine; at = next_beyond_ascii(text, at + 1)) {
      auto found = lookalike_at(text, file, at);
      if (found && (utf8::changes_direction(found->character) || stands_in_plain_word(stream, found->span)))
        of_line.push_back(std::move(*found));
    }
    if (!of_line.empty()) add_finding(of_line, report);
    at = next_beyond_ascii(text, end);
  }
}

void check(const Subject& subject, Report& report) {
  if (subject.config.sources == nullptr) return;
  for (FileId file = 0; file < subject.config.sources->size(); ++file)
    check_file(*subject.config.sources, file, report);
}

}  // namespace

extern const Rule lookalike_character_rule{
    {
        .name = "lookalike-character",
        .severity = Severity::warning,
        .summary = "a character that cannot be seen, or that looks like another one",
        .why = "Text that comes out of a word processor, a chat or a web page brings no-break spaces, dashes and "
               "quotation marks of typography, and files of some editors begin with a byte order mark. HAProxy takes "
               "them for letters: the word that looks right is another word. Marks that change the direction of "
               "writing are reported in comments and quoted text, too: they make a line look other than it is.",
        .example_bad = "frontend www\n"
                       "    bind\u00a0:80\n"
                       "    mode http\n"
                       "    http-request set-header X-Site \u201cshop\u201d\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    # \u201cshop\u201d \u2013 as the others say\n"
                        "    http-request set-header X-Site \"shop \u2013 of all\"\n",
        .fix = "unsafe: the character that was meant is written.",
    },
    check,
};

}  // namespace hapax::lint
