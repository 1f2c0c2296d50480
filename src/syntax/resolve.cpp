// The words of a line as HAProxy sees them: a second set of actions on grammar/line.hpp.
//
// The grammar runs over the line again; what it matches is appended to the word under construction, and blanks end the
// word. Two things make words differ from those of the Document, both from variables: [*] ends words in the middle of
// a value, and in some versions an undefined variable before its closing quote takes the following blanks away, which
// joins two words.
// Lines of plain words, nearly all there are, take neither the grammar nor the arena.
#include <hapax/syntax/resolve.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>
#include <string>

#include "grammar/line.hpp"

namespace hapax::syntax {
namespace {

namespace line = grammar::line;

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

unsigned hex_value(char c) {
  if (c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

/// What an escape, backslash included, stands for.
char unescape(std::string_view escape) {
  switch (escape[1]) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'x':
      return static_cast<char>(hex_value(escape[2]) * 16 + hex_value(escape[3]));
    default:
      return escape[1];
  }
}

/// True where an undefined variable before its closing quote takes the following blanks away.
bool undefined_joins(Version version) { return version == Version::v3_0 || version == Version::v3_2; }

/// A stretch of the file's text: offset and length, in one.
struct Source {
  std::uint32_t begin;
  std::uint32_t end;
};

class WordBuilder {
 public:
  WordBuilder(FileId file, const char* text, const Environment& environment, const ReadingPlace& place, Arena& arena,
              std::vector<ResolvedWord>& words)
      : file_(file), text_(text), environment_(environment), place_(place), arena_(arena), words_(words) {}

  template <class Input>
  Source source(const Input& in) const {
    return {static_cast<std::uint32_t>(in.begin() - text_), static_cast<std::uint32_t>(in.end() - text_)};
  }

  void verbatim(Source source, std::string_view bytes) {
    touch(source);
    add_piece(source, true);
    word_ += bytes;
  }

  void escape(Source source, char meaning) {
    touch(source);
    add_piece(source, false);
    word_ += meaning;
  }

  void quote(Source source) { touch(source); }

  void close_weak(Source source) {
    const bool joins = undefined_joins(place_.version) && undefined_end_ == source.begin;
    touch(source);
    join_ = joins;
  }

  void blanks() {
    if (!join_) finish();
    join_ = false;
  }

  void begin_variable() {
    expand_ = false;
    default_.reset();
  }
  void name(std::string_view name) { name_ = name; }
  void expand() { expand_ = true; }
  void default_value(std::string_view text) { default_ = text; }

  void variable(Source source) {
    touch(source);
    add_piece(source, false);
    const std::optional<std::string_view> value = lookup();
    if (!value) {
      undefined_end_ = source.end;
    } else if (expand_) {
      append_words(source, *value);
    } else {
      word_ += *value;
    }
  }

  /// The line is broken from here on; the word that holds the error is dropped.
  void stop() { stopped_ = true; }

  void finish() {
    if (!started_) return;
    started_ = false;
    if (!stopped_ && words_.size() < limit_) {
      words_.push_back({kept_text(), Span{file_, source_.begin, source_.end - source_.begin}});
    }
    word_.clear();
    pieces_.clear();
  }

 private:
  void touch(Source source) {
    if (!started_) source_.begin = source.begin;
    source_.end = source.end;
    started_ = true;
    join_ = false;
  }

  /// Places within a word of more pieces than anyone writes are told only roughly from there on.
  void add_piece(Source source, bool verbatim) {
    constexpr std::size_t kMostPieces = 4096;
    if (pieces_.size() == kMostPieces) {
      pieces_.back().verbatim = false;
      pieces_.back().source_length = source.end - pieces_.back().source;
      return;
    }
    pieces_.push_back({static_cast<std::uint32_t>(word_.size()), source.begin, source.end - source.begin, verbatim});
  }

  std::optional<std::string_view> lookup() {
    if (name_ == ".FILE") return place_.file;
    if (name_ == ".LINE") return line_number_ = std::to_string(place_.line);
    if (name_ == ".SECTION") return place_.section;
    if (const auto value = environment_.get(name_)) return value;
    return default_;
  }

  void append_words(Source source, std::string_view value) {
    for (std::size_t at = 0; at != value.size();) {
      if (!is_blank(value[at])) {
        word_ += value[at++];
        continue;
      }
      finish();
      touch(source);
      add_piece(source, false);
      while (at != value.size() && is_blank(value[at])) ++at;
    }
  }

  // The text up to a NUL, behind its pieces and their number: there are many words, and few that have pieces.
  WordText kept_text() {
    const std::string_view text = std::string_view(word_).substr(0, word_.find('\0'));
    if (pieces_.empty()) return WordText(arena_.copy(text));
    const auto count = static_cast<std::uint32_t>(pieces_.size());
    const std::size_t room = count * sizeof(Piece) + sizeof count;
    auto* const kept = static_cast<std::byte*>(arena_.allocate(room + text.size(), alignof(Piece)));
    std::uninitialized_copy(pieces_.begin(), pieces_.end(), reinterpret_cast<Piece*>(kept));
    auto* const bytes = reinterpret_cast<char*>(kept + room);
    std::memcpy(bytes - sizeof count, &count, sizeof count);
    std::copy(text.begin(), text.end(), bytes);
    return WordText({bytes, text.size()}, true);
  }

  FileId file_;
  const char* text_;
  const Environment& environment_;
  const ReadingPlace& place_;
  Arena& arena_;
  std::vector<ResolvedWord>& words_;
  std::size_t limit_ = words_.size() + kKeptLineWords;

  std::string word_;
  std::vector<Piece> pieces_;
  Source source_{0, 0};
  bool started_ = false;  ///< a word is under construction, be it empty
  bool stopped_ = false;
  bool join_ = false;  ///< blanks that come now belong to nothing

  std::string_view name_;
  bool expand_ = false;
  std::optional<std::string_view> default_;
  std::uint32_t undefined_end_ = UINT32_MAX;
  std::string line_number_;
};

template <class Rule>
struct Build : tao::pegtl::nothing<Rule> {};

struct BuildVerbatim {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.verbatim(builder.source(in), in.string_view());
  }
};
template <>
struct Build<line::plain> : BuildVerbatim {};
template <>
struct Build<line::strong_text> : BuildVerbatim {};
template <>
struct Build<line::weak_text> : BuildVerbatim {};
template <>
struct Build<line::backslash> : BuildVerbatim {};

struct BuildEscape {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.escape(builder.source(in), unescape(in.string_view()));
  }
};
template <>
struct Build<line::escape> : BuildEscape {};
template <>
struct Build<line::escaped_dollar> : BuildEscape {};

struct BuildQuote {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.quote(builder.source(in));
  }
};
template <>
struct Build<line::strong_open> : BuildQuote {};
template <>
struct Build<line::strong_close> : BuildQuote {};
template <>
struct Build<line::weak_open> : BuildQuote {};
template <>
struct Build<line::weak_close> {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.close_weak(builder.source(in));
  }
};

template <>
struct Build<line::blanks> {
  static void apply0(WordBuilder& builder) { builder.blanks(); }
};

template <>
struct Build<line::dollar> {
  static void apply0(WordBuilder& builder) { builder.begin_variable(); }
};
template <>
struct Build<line::variable_name> {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.name(in.string_view());
  }
};
template <>
struct Build<line::expansion> {
  static void apply0(WordBuilder& builder) { builder.expand(); }
};
template <>
struct Build<line::default_value> {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.default_value(in.string_view());
  }
};
template <>
struct Build<line::variable> {
  template <class Input>
  static void apply(const Input& in, WordBuilder& builder) {
    builder.variable(builder.source(in));
  }
};

struct BuildStop {
  static void apply0(WordBuilder& builder) { builder.stop(); }
};
template <>
struct Build<line::bad_hex> : BuildStop {};
template <>
struct Build<line::bad_variable> : BuildStop {};
template <>
struct Build<line::unterminated_strong> : BuildStop {};
template <>
struct Build<line::unterminated_weak> : BuildStop {};

}  // namespace

std::span<const Piece> ResolvedWord::pieces() const {
  if (!text.marked()) return {};
  std::uint32_t count = 0;
  std::memcpy(&count, text.data() - sizeof count, sizeof count);
  return {reinterpret_cast<const Piece*>(text.data() - sizeof count) - count, count};
}

void resolve(const SourceSet& sources, const Document& document, const Line& line, const Environment& environment,
             const ReadingPlace& place, Arena& arena, std::vector<ResolvedWord>& words) {
  if (line.all_plain && line.error == LineError::none) {
    for (const Word& word : document.words(line)) {
      const Span span = document.span(word);
      words.push_back({WordText(sources.text(span)), span});
    }
    return;
  }
  const std::string_view file = sources.text(document.file());
  WordBuilder builder(document.file(), file.data(), environment, place, arena, words);
  using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*>;
  Input in(file.data() + line.offset, file.data() + line.offset + line.content, "");
  tao::pegtl::parse<grammar::line::line, Build>(in, builder);
  builder.finish();
}

Span locate(const ResolvedWord& word, std::size_t first, std::size_t length) {
  const std::span<const Piece> pieces = word.pieces();
  if (pieces.empty()) {
    return {word.span.file, word.span.offset + static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(length)};
  }
  const auto holding = [&](std::size_t at) -> const Piece& {
    const auto next = std::upper_bound(pieces.begin(), pieces.end(), at,
                                       [](std::size_t wanted, const Piece& piece) { return wanted < piece.text; });
    return next == pieces.begin() ? pieces.front() : *(next - 1);
  };
  const Piece& head = holding(first);
  const auto into = static_cast<std::uint32_t>(first) - head.text;
  std::uint32_t begin = head.source + (head.verbatim ? into : 0);
  if (first >= word.text.size()) begin = pieces.back().source + pieces.back().source_length;
  if (length == 0 || first >= word.text.size()) return {word.span.file, begin, 0};
  const std::size_t last = std::min(first + length, word.text.size()) - 1;
  const Piece& tail = holding(last);
  const std::uint32_t end =
      tail.verbatim ? tail.source + static_cast<std::uint32_t>(last) - tail.text + 1 : tail.source + tail.source_length;
  return {word.span.file, begin, end - begin};
}

}  // namespace hapax::syntax
