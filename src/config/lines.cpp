#include "config/lines.hpp"

#include <hapax/syntax/line_stream.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::config {
namespace {

using syntax::LineError;

constexpr std::size_t kMostErrors = 50;

std::string_view what_is_wrong(LineError error) {
  switch (error) {
    case LineError::unterminated_strong_quote:
      return "the single quote is never closed";
    case LineError::unterminated_weak_quote:
      return "the double quote is never closed";
    case LineError::bad_hex_escape:
      return "'\\x' needs two hexadecimal digits";
    case LineError::bad_variable_name:
      return "'$' needs the name of a variable";
    case LineError::unterminated_variable:
      return "the variable is never closed with '}'";
    case LineError::bad_word_expansion:
      return "'[' behind a variable's name can only be '[*]'";
    case LineError::nul_character:
      return "a NUL character ends the file here";
    case LineError::none:
      break;
  }
  return "";
}

}  // namespace

void LineReader::run() {
  apply_default_path(reading_, file_);
  LinesAhead lines(reading_.sources(), file_, reading_.storage().words);
  std::size_t refused = 0;
  while (lines.next()) {
    const CutLine& cut = lines.line();
    number_ = cut.number;
    if (refused == kMostErrors) {
      report_many_errors(content_span(cut.line));
      ++refused;
    }
    if (cut.line.blank()) continue;
    const std::size_t before = reading_.errors();
    read_line(cut);
    if (reading_.errors() > before) ++refused;
  }
  if (number_ > 0 && lines.line().line.end == syntax::LineEnd::none) {
    reading_.error("missing-final-newline", content_span(lines.line().line),
                   "the last line does not end with a newline, so that the file may be cut off",
                   "end the file with a newline");
  }
  if (blocks_.empty()) return;
  // HAProxy complains once, at the end.
  Diagnostic& found = reading_.error("unclosed-conditional", content_span(lines.line().line),
                                     "the file ends inside of a conditional block", "close it with '.endif'");
  for (const Block& block : blocks_) found.related.push_back({block.opened, "opened here"});
}

Span LineReader::content_span(const syntax::Line& line) const {
  return {file_, line.offset + line.indent, line.content - line.indent};
}

// HAProxy gives up there; we go on, since the lines below may be wrong for reasons of their own.
void LineReader::report_many_errors(Span span) {
  reading_.error("too-many-errors", span, "HAProxy stops reading here, because 50 lines above were wrong",
                 "whether it would accept the lines below shows only when those above are right");
}

void LineReader::read_line(const CutLine& cut) {
  if (cut.words.empty()) return resolve_line(cut.line);
  const std::string_view first = cut.words[0].text;
  if (first.size() > 1 && first[0] == '.') return read_dot(cut.words);
  if (active()) read_section_line(reading_, cut.words);
}

// A line with quotes, escapes or variables, with too many words, or that cannot be cut into words.
void LineReader::resolve_line(const syntax::Line& cut) {
  syntax::LineStream stream(reading_.sources(), file_, cut.offset);
  if (!stream.next()) return;
  const syntax::Document& document = stream.document();
  const syntax::Line& line = stream.line();
  if (line.error != LineError::none) return report_line_error(document, line);
  scratch_.clear();
  syntax::ReadingPlace place{reading_.sources().name(file_), number_, {}, reading_.target()};
  if (reading_.section != nullptr) {
    const Section& s = *reading_.section;
    place.section = s.name.empty() ? section_name(s.kind) : s.name;
  }
  resolve(reading_.sources(), document, line, reading_.environment, place, reading_.arena(), scratch_);
  if (scratch_.size() > syntax::kMaxLineWords || line.more_words) {
    const Span span = scratch_[std::min(scratch_.size() - 1, syntax::kMaxLineWords)].span;
    reading_.error("too-many-words", span, "a line has at most 64 words, and this one is beyond",
                   "spread the line, or put an argument that holds blanks in quotes");
    scratch_.resize(std::min(scratch_.size(), syntax::kMaxLineWords));
  }
  if (scratch_.empty() || scratch_[0].text.empty()) return;
  const bool dot = scratch_[0].text.size() > 1 && scratch_[0].text[0] == '.';
  // From 3.2 on HAProxy looks for empty words in every line, even in those of branches that do not count.
  const bool every = reading_.from(Version::v3_2);
  if (dot && !every) return read_dot(reading_.storage().keep(scratch_));
  if (!dot && !every && !active()) return;
  const std::span<const Word> words = keep_words();
  if (words.empty()) return;
  if (dot) return read_dot(words);
  if (active()) read_section_line(reading_, words);
}

void LineReader::report_line_error(const syntax::Document& document, const syntax::Line& line) {
  reading_.error("malformed-line", document.error_span(line), std::string(what_is_wrong(line.error)),
                 "HAProxy refuses the whole line; quote or escape the character if it is meant as it stands");
}

// HAProxy's arguments end at the first empty word; from 3.4 on it does not read such a line at all.
std::span<const Word> LineReader::keep_words() {
  std::size_t count = 1;
  while (count < scratch_.size() && !scratch_[count].text.empty()) ++count;
  if (count < scratch_.size() && reading_.from(Version::v3_2)) {
    const std::string message = "an empty word ends the arguments; what follows it is not looked at";
    const std::string help = "remove it; a variable that may be empty needs a default: \"${NAME-value}\"";
    if (reading_.from(Version::v3_4)) {
      reading_.error("empty-argument", scratch_[count].span, message, help);
      return {};
    } else {
      reading_.warning("empty-argument", scratch_[count].span, message, help);
    }
  }
  scratch_.resize(count);
  return reading_.storage().keep(scratch_);
}

void LineReader::read_dot(std::span<const Word> words) {
  const std::string_view name = words[0].text;
  if (name == ".if") return open_block(words);
  if (name == ".elif" || name == ".else" || name == ".endif") return next_branch(words);
  if (!active()) return;
  if (name == ".notice" || name == ".warning" || name == ".alert" || name == ".diag") return say(words);
  static constexpr std::string_view kNames[] = {".if",     ".elif",    ".else",  ".endif",
                                                ".notice", ".warning", ".alert", ".diag"};
  reading_.error("unknown-keyword", words[0].span, "unknown directive " + quote(name), did_you_mean(name, kNames));
}

void LineReader::open_block(std::span<const Word> words) {
  constexpr std::size_t kDeepest = 16;
  if (blocks_.size() >= kDeepest) {
    reading_.error("conditional-too-deep", words[0].span, "'.if' blocks nest at most 16 deep");
  }
  Block block{words[0].span};
  if (active()) {
    block.active = holds(words);
    block.taken = block.active;
  } else {
    block.taken = true;
  }
  blocks_.push_back(block);
}

void LineReader::next_branch(std::span<const Word> words) {
  const std::string_view name = words[0].text;
  if (name != ".elif" && words.size() > 1) {
    reading_.error("unexpected-argument", words[1].span, quote(name) + " takes no argument");
  }
  if (blocks_.empty()) {
    reading_.error("lone-conditional", words[0].span, quote(name) + " stands outside of an '.if' block",
                   "open the block with '.if' in the same file, or remove the line");
    return;
  }
  Block& block = blocks_.back();
  if (name == ".endif") {
    blocks_.pop_back();
    return;
  }
  if (block.has_else) {
    reading_.error("lone-conditional", words[0].span, quote(name) + " follows the '.else' of its block");
    return;
  }
  block.has_else = name == ".else";
  block.active = !block.taken && (block.has_else || holds(words));
  block.taken = block.taken || block.active;
}

void LineReader::say(std::span<const Word> words) {
  if (words.size() > 2) {
    reading_.error("unexpected-argument", words[2].span,
                   quote(words[0].text) + " takes one message, and " + quote(words[2].text) + " is a second word",
                   "put the message in quotes");
    return;
  }
  const std::string message = "the configuration says: " + quote(words.size() > 1 ? words[1].text : "");
  if (words[0].text == ".alert") reading_.error("configuration-alert", words[0].span, message);
  if (words[0].text == ".warning") reading_.warning("configuration-warning", words[0].span, message);
}

}  // namespace hapax::config
