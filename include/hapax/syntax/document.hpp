// A configuration file as lines and words, without loss.
//
// A Document is flat: vectors of Line and Word that hold offsets into the text of its file. Every byte of the file
// belongs to exactly one line, so that printing an untouched document gives back the file byte for byte. Nothing is
// interpreted here beyond what cuts a line into words: quotes, backslashes, comments and the *places* of variables.
// What HAProxy makes of the words (quotes removed, variables replaced) is the work of resolve() in resolve.hpp.
//
// An error never stops the parse. A line that HAProxy cannot cut into words carries a LineError and its place; its
// words are those in front of the error, and the next line is read as if nothing had happened.
//
//     SourceSet sources;
//     const FileId file = sources.add("haproxy.cfg", text);
//     const Document document = parse_document(sources, file);
//     for (const Line& line : document.lines())
//       for (const Word& word : document.words(line)) ... sources.text(document.span(word)) ...
//
// The language is grammar/line.hpp; it is the same in every version of HAProxy that hapax knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <hapax/base/source.hpp>

namespace hapax::syntax {

/// HAProxy's limit on the words of a line, variables replaced; a line with more is an error there. (There is no limit
/// on the length of a line.)
inline constexpr std::size_t kMaxLineWords = 64;

/// How many words of a line a Document keeps. Of a line with more, the rest is seen as bytes only.
inline constexpr std::size_t kKeptLineWords = 256;

/// Why HAProxy cannot cut a line into words. The first one of a line counts, since HAProxy stops there and goes on with
/// the next line. The place that belongs to it is given in brackets.
enum class LineError : std::uint8_t {
  none,
  unterminated_strong_quote,  ///< ' without its partner [from the quote to the end of the line]
  unterminated_weak_quote,    ///< " without its partner [from the quote to the end of the line]
  bad_hex_escape,             ///< \x without two hexadecimal digits [the backslash and what there is of the rest]
  bad_variable_name,          ///< in "...": $ or ${ without a letter or '_' behind it, or a '.' that begins no
                              ///< pseudo-variable [the $ or ${]
  unterminated_variable,      ///< in "...": ${NAME without '}', or something else than [*] and -default behind the name
                              ///< [from the $ up to the byte that is not understood]
  bad_word_expansion,         ///< in "...": ${NAME[ that does not go on with *] [the '[']
  nul_character,              ///< a NUL byte: HAProxy takes it for the end of the line and then of the file [the byte]
};

/// How a line ends.
enum class LineEnd : std::uint8_t {
  none,  ///< the last line of a file without a final newline; HAProxy takes the file for truncated and refuses it
  lf,
  crlf,
};

/// What a word contains. A word without any flag is plain: its bytes are its value.
namespace word_flag {
inline constexpr std::uint8_t kStrongQuote = 1;  ///< '...'
inline constexpr std::uint8_t kWeakQuote = 2;    ///< "..."
inline constexpr std::uint8_t kEscape = 4;    ///< a backslash that means something: '\ ', \#, \\, \", \', \n, \t, ...
inline constexpr std::uint8_t kVariable = 8;  ///< $NAME or ${NAME...} in weak quotes
inline constexpr std::uint8_t kControl = 16;  ///< a control character (below 32, or 127) as it is; HAProxy takes it
}  // namespace word_flag

/// A word as it is written, quotes and backslashes included.
struct Word {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::uint8_t flags = 0;

  [[nodiscard]] bool plain() const { return (flags & ~word_flag::kControl) == 0; }
  [[nodiscard]] bool has_variable() const { return (flags & word_flag::kVariable) != 0; }
};

/// One line of a file.
struct Line {
  std::uint32_t offset = 0;   ///< its first byte in the file
  std::uint32_t length = 0;   ///< all its bytes, the line end included
  std::uint32_t content = 0;  ///< how many of them HAProxy looks at: up to the line end, the first CR or the first NUL
  std::uint32_t indent = 0;   ///< how many blanks it begins with; equal to `content` for a blank line
  std::uint32_t comment = 0;  ///< where its '#' stands, counted from `offset`; equal to `content` when there is none
  std::uint32_t first_word = 0;  ///< index of its first word
  std::uint16_t word_count = 0;  ///< how many words are kept, at most kKeptLineWords
  LineError error = LineError::none;
  LineEnd end : 2 = LineEnd::none;
  bool more_words : 1 = false;    ///< there are more than kKeptLineWords
  bool has_variable : 1 = false;  ///< some word has kVariable
  bool all_plain : 1 = true;      ///< every word is plain
  bool ignored_tail : 1 = false;  ///< behind a CR inside the line there are bytes that HAProxy does not look at

  [[nodiscard]] bool has_comment() const { return comment < content; }
  /// True for a line without words: empty, blank or only a comment.
  [[nodiscard]] bool blank() const { return word_count == 0 && error == LineError::none; }
};

/// The lines of one file. Cheap to move; holds no text.
class Document {
 public:
  [[nodiscard]] FileId file() const { return file_; }

  /// In order; together they cover the file. Line number n of the file is lines()[n - 1]. A file that ends with a
  /// newline has no further line behind it; an empty file has no line.
  [[nodiscard]] std::span<const Line> lines() const { return lines_; }

  [[nodiscard]] std::span<const Word> words(const Line& line) const {
    return std::span<const Word>(words_).subspan(line.first_word, line.word_count);
  }

  /// The number of a line as people count, from 1.
  [[nodiscard]] std::uint32_t number(const Line& line) const {
    return static_cast<std::uint32_t>(&line - lines_.data()) + 1;
  }

  [[nodiscard]] Span span(const Word& word) const { return {file_, word.offset, word.length}; }
  /// The whole line with its line end.
  [[nodiscard]] Span span(const Line& line) const { return {file_, line.offset, line.length}; }
  /// What HAProxy looks at, comment included, from the first byte that is no blank; empty for a blank line.
  [[nodiscard]] Span content_span(const Line& line) const {
    return {file_, line.offset + line.indent, line.content - line.indent};
  }
  /// From the '#' to the end of the content; empty when there is no comment.
  [[nodiscard]] Span comment_span(const Line& line) const {
    return {file_, line.offset + line.comment, line.content - line.comment};
  }
  /// The place that belongs to `line.error`; empty at the line's start when there is no error.
  [[nodiscard]] Span error_span(const Line& line) const;

  /// True when the file begins with a UTF-8 byte order mark. HAProxy knows no such mark: it takes the three bytes for
  /// the beginning of the first word.
  [[nodiscard]] bool has_byte_order_mark() const { return byte_order_mark_; }

 private:
  friend class DocumentBuilder;

  struct Problem {
    std::uint32_t line;
    Span span;
  };

  FileId file_ = 0;
  bool byte_order_mark_ = false;
  std::vector<Line> lines_;
  std::vector<Word> words_;
  std::vector<Problem> problems_;
};

/// Cuts a file into lines and words. Takes time and memory proportional to its size, whatever stands in it.
[[nodiscard]] Document parse_document(const SourceSet& sources, FileId file);

/// The document as text again: the file byte for byte.
[[nodiscard]] std::string print(const SourceSet& sources, const Document& document);

}  // namespace hapax::syntax
