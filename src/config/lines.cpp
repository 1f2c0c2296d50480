#include "config/lines.hpp"

#include <algorithm>

#include <hapax/syntax/line_stream.hpp>
#include <hapax/syntax/resolve.hpp>

#include "config/side_by_side.hpp"

namespace hapax::config {
namespace {

using syntax::LineError;

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

// ".if" and the like.
bool is_dot(std::string_view first) { return first.size() > 1 && first[0] == '.'; }

}  // namespace

bool LineReader::run(bool in_order) {
  apply_default_path(reading_, file_);
  const std::string_view text = reading_.sources().text(file_);
  const std::size_t threads = in_order ? 1 : threads_worth_while(text);
  const std::vector<Stretch> stretches = cut_into_stretches(reading_.sources(), file_, threads);
  read(stretches.front());
  const auto further = std::span(stretches).subspan(1);
  // A block that is open still may leave out what is below.
  if (!further.empty() && (!blocks_.empty() || !read_side_by_side(reading_, file_, {further, threads, refused_})))
    return false;
  check_end();
  return true;
}

void LineReader::read(const Stretch& stretch) {
  LineCutter lines(reading_.sources(), file_, reading_.storage().words, stretch);
  while (lines.next()) {
    number_ = lines.number();
    if (refused_ == kMostErrors) {
      report_many_errors(content_of_line(lines.offset()));
      ++refused_;
    }
    if (lines.kind() == LineCutter::Kind::blank) continue;
    const std::size_t before = reading_.errors();
    read_line(lines);
    if (reading_.errors() > before) ++refused_;
  }
}

void LineReader::check_end() {
  const std::string_view text = reading_.sources().text(file_);
  if (!text.empty() && text.back() != '\n') {
    reading_.error("missing-final-newline", last_line(),
                   "the last line does not end with a newline, so that the file may be cut off",
                   "end the file with a newline");
  }
  if (blocks_.empty()) return;
  // HAProxy complains once, at the end.
  Diagnostic& found = reading_.error("unclosed-conditional", last_line(), "the file ends inside of a conditional block",
                                     "close it with '.endif'");
  for (const Block& block : blocks_) found.related.push_back({block.opened, "opened here"});
}

Span LineReader::last_line() const {
  const std::string_view text = reading_.sources().text(file_);
  const std::size_t newline = text.size() < 2 ? std::string_view::npos : text.rfind('\n', text.size() - 2);
  return content_of_line(newline == std::string_view::npos ? 0 : static_cast<std::uint32_t>(newline + 1));
}

Span LineReader::content_of_line(std::uint32_t offset) const {
  syntax::LineStream stream(reading_.sources(), file_, offset);
  return stream.next() ? stream.document().content_span(stream.line()) : Span{file_, offset, 0};
}

// HAProxy gives up there; we go on, since the lines below may be wrong for reasons of their own.
void LineReader::report_many_errors(Span span) {
  reading_.error("too-many-errors", span, "HAProxy stops reading here, because 50 lines above were wrong",
                 "whether it would accept the lines below shows only when those above are right");
}

void LineReader::read_line(const LineCutter& cut) {
  if (cut.kind() == LineCutter::Kind::other) return resolve_line(cut.offset());
  const std::span<const Word> words = cut.words();
  const std::string_view first = words[0].text;
  if (is_dot(first)) return read_dot(words);
  if (active()) read_section_line(reading_, words);
}

// A line with quotes, escapes or variables, with too many words, or that cannot be cut into words.
void LineReader::resolve_line(std::uint32_t offset) {
  syntax::LineStream stream(reading_.sources(), file_, offset);
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
    // Up to 3.0 HAProxy does not look at such a line any further, and never at one of a conditional block.
    if (!reading_.from(Version::v3_2) || is_dot(scratch_[0].text)) return;
  }
  if (scratch_.empty()) return;
  const bool dot = is_dot(scratch_[0].text);
  // From 3.2 on HAProxy looks for empty words in every line, even in those of branches that do not count.
  const bool every = reading_.from(Version::v3_2);
  if (scratch_[0].text.empty() && !every) return;
  if (dot && !every) return read_dot(reading_.storage().keep(scratch_));
  if (!dot && !every && !active()) return;
  const std::span<const Word> words = keep_words();
  if (words.empty()) return;
  if (dot) {
    read_dot(words);
  } else if (active()) {
    read_section_line(reading_, words);
  }
  reading_.behind_empty = {};
}

void LineReader::report_line_error(const syntax::Document& document, const syntax::Line& line) {
  reading_.error("malformed-line", document.error_span(line), std::string(what_is_wrong(line.error)),
                 "HAProxy refuses the whole line; quote or escape the character if it is meant as it stands");
}

// HAProxy's arguments end at the first empty word, but for readers that do not ask whether there is one; from 3.4 on it
// does not read such a line at all.
std::span<const Word> LineReader::keep_words() {
  std::size_t count = 0;
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
  const auto next = std::find_if(scratch_.begin() + static_cast<std::ptrdiff_t>(std::min(count + 1, scratch_.size())),
                                 scratch_.end(), [](const Word& word) { return word.text.empty(); });
  scratch_.erase(next, scratch_.end());
  const std::span<const Word> words = reading_.storage().keep(scratch_);
  if (words.size() > count + 1) reading_.behind_empty = words.subspan(count);
  return words.first(count);
}

void LineReader::read_dot(std::span<const Word> words) {
  const std::string_view name = words[0].text;
  if (name == ".if") return open_block(words);
  if (name == ".elif" || name == ".else" || name == ".endif") return next_branch(words);
  if (!active()) return;
  if (name == ".notice" || name == ".warning" || name == ".alert" || name == ".diag") return say(words);
  static constexpr std::string_view kNames[] = {".if",     ".elif",    ".else",  ".endif",
                                                ".notice", ".warning", ".alert", ".diag"};
  offer_nearest(reading_, reading_.error("unknown-keyword", words[0].span, "unknown directive " + quote(name)), name,
                kNames);
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
  const std::string message = "the configuration says: " + quote(words.size() > 1 ? words[1].text : std::string_view());
  if (words[0].text == ".alert") reading_.error("configuration-alert", words[0].span, message);
  if (words[0].text == ".warning") reading_.warning("configuration-warning", words[0].span, message);
}

}  // namespace hapax::config
