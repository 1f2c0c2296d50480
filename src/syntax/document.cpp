// From text to Document: the actions on grammar/line.hpp.
//
// The grammar runs over the file line by line and never fails; the actions only note offsets. Words become visible when
// they end, so what a word contains is collected in `flags_` on the way. An action of a rule that PEGTL tries and takes
// back must not matter: all state set here belongs to rules that stay matched once they matched.
#include <hapax/syntax/document.hpp>
#include <hapax/syntax/line_stream.hpp>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "grammar/line.hpp"

namespace hapax::syntax {

namespace line = grammar::line;

class DocumentBuilder {
 public:
  DocumentBuilder(std::string_view text, FileId file) : text_(text) {
    document_.file_ = file;
    document_.byte_order_mark_ = text.starts_with("\xef\xbb\xbf");
  }

  void reserve() {
    const std::string_view text = text_;
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    document_.lines_.reserve(lines);
    document_.words_.reserve(std::min(text.size() / 2 + 1, lines * 5));
  }

  void begin_line(std::uint32_t offset) {
    line_ = Line{};
    line_.offset = offset;
    line_.first_word = static_cast<std::uint32_t>(document_.words_.size());
    comment_ = tail_ = kNowhere;
  }

  void end_line(std::uint32_t end) {
    line_.length = end - line_.offset;
    const bool newline = line_.length != 0 && text_[end - 1] == '\n';
    const std::uint32_t content_end = tail_ != kNowhere ? tail_ : end - (newline ? 1 : 0);
    line_.content = content_end - line_.offset;
    line_.indent = indent(line_.offset, content_end);
    line_.comment = comment_ != kNowhere ? comment_ - line_.offset : line_.content;
    if (newline) line_.end = text_.substr(0, end).ends_with("\r\n") ? LineEnd::crlf : LineEnd::lf;
    document_.lines_.push_back(line_);
  }

  /// Bytes behind a CR or NUL. A lone CR directly before the newline is a line end, nothing that is lost.
  void tail(std::uint32_t begin, std::uint32_t end) {
    tail_ = begin;
    const std::string_view bytes = text_.substr(begin, end - begin);
    line_.ignored_tail = bytes != "\r";
    if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
      // HAProxy complains of the NUL before it looks at the words.
      forget_error();
      error(LineError::nul_character, begin + static_cast<std::uint32_t>(nul), 1);
    }
  }

  void comment(std::uint32_t offset) { comment_ = offset; }

  void flag(std::uint8_t flag) { flags_ |= flag; }

  void open_quote(std::uint32_t offset, std::uint8_t quote) {
    quote_ = offset;
    flags_ |= quote;
  }

  void unterminated(LineError kind, std::uint32_t end) { error(kind, quote_, end - quote_); }

  void error(LineError kind, std::uint32_t offset, std::uint32_t length) {
    if (line_.error != LineError::none) return;
    line_.error = kind;
    const auto index = static_cast<std::uint32_t>(document_.lines_.size());
    document_.problems_.push_back({index, Span{document_.file_, offset, length}});
  }

  void word(std::uint32_t begin, std::uint32_t end) {
    const std::uint8_t flags = std::exchange(flags_, std::uint8_t{0});
    if (line_.error != LineError::none) return;  // the word that holds the error
    if (line_.word_count == kKeptLineWords) {
      line_.more_words = true;
      return;
    }
    Word word{begin, end - begin, flags};
    if (has_control(text_.substr(begin, end - begin))) word.flags |= word_flag::kControl;
    line_.has_variable = line_.has_variable || word.has_variable();
    line_.all_plain = line_.all_plain && word.plain();
    document_.words_.push_back(word);
    ++line_.word_count;
  }

  /// Begins anew: the lines so far are forgotten.
  void clear() {
    document_.lines_.clear();
    document_.words_.clear();
    document_.problems_.clear();
  }

  [[nodiscard]] const Document& document() const { return document_; }
  Document take() { return std::move(document_); }

  [[nodiscard]] std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_.data()); }

 private:
  static constexpr std::uint32_t kNowhere = UINT32_MAX;

  [[nodiscard]] std::uint32_t indent(std::uint32_t first, std::uint32_t last) const {
    std::uint32_t at = first;
    while (at != last && (text_[at] == ' ' || (text_[at] >= '\t' && text_[at] <= '\f'))) ++at;
    return at - first;
  }

  static bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
  }

  void forget_error() {
    if (line_.error == LineError::none) return;
    line_.error = LineError::none;
    document_.problems_.pop_back();
  }

  std::string_view text_;
  Document document_;
  Line line_;
  std::uint32_t comment_ = kNowhere;
  std::uint32_t tail_ = kNowhere;
  std::uint32_t quote_ = 0;
  std::uint8_t flags_ = 0;
};

namespace {

template <class Rule>
struct Note : tao::pegtl::nothing<Rule> {};

template <class Input>
std::uint32_t from(const Input& in, const DocumentBuilder& builder) {
  return builder.offset(in.begin());
}
template <class Input>
std::uint32_t to(const Input& in, const DocumentBuilder& builder) {
  return builder.offset(in.end());
}

template <>
struct Note<line::word> {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.word(from(in, builder), to(in, builder));
  }
};

template <>
struct Note<line::comment> {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.comment(from(in, builder));
  }
};

template <>
struct Note<line::ignored> {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.tail(from(in, builder), to(in, builder));
  }
};

template <std::uint8_t Flag>
struct NoteFlag {
  static void apply0(DocumentBuilder& builder) { builder.flag(Flag); }
};
template <>
struct Note<line::escape> : NoteFlag<word_flag::kEscape> {};
template <>
struct Note<line::escaped_dollar> : NoteFlag<word_flag::kEscape> {};
template <>
struct Note<line::variable> : NoteFlag<word_flag::kVariable> {};

template <std::uint8_t Flag>
struct NoteQuote {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.open_quote(from(in, builder), Flag);
  }
};
template <>
struct Note<line::strong_open> : NoteQuote<word_flag::kStrongQuote> {};
template <>
struct Note<line::weak_open> : NoteQuote<word_flag::kWeakQuote> {};

template <LineError Kind>
struct NoteUnterminated {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.unterminated(Kind, from(in, builder));
  }
};
template <>
struct Note<line::unterminated_strong> : NoteUnterminated<LineError::unterminated_strong_quote> {};
template <>
struct Note<line::unterminated_weak> : NoteUnterminated<LineError::unterminated_weak_quote> {};

template <LineError Kind>
struct NoteError {
  template <class Input>
  static void apply(const Input& in, DocumentBuilder& builder) {
    builder.error(Kind, from(in, builder), to(in, builder) - from(in, builder));
  }
};
template <>
struct Note<line::bad_hex> : NoteError<LineError::bad_hex_escape> {};
template <>
struct Note<line::bad_name> : NoteError<LineError::bad_variable_name> {};
template <>
struct Note<line::open_variable> : NoteError<LineError::unterminated_variable> {};
template <>
struct Note<line::bad_expansion_mark> : NoteError<LineError::bad_word_expansion> {};

using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*>;

void read_line(Input& in, DocumentBuilder& builder) {
  builder.begin_line(builder.offset(in.current()));
  tao::pegtl::parse<line::line, Note>(in, builder);
  builder.end_line(builder.offset(in.current()));
}

}  // namespace

Document parse_document(const SourceSet& sources, FileId file) {
  const std::string_view text = sources.text(file);
  DocumentBuilder builder(text, file);
  builder.reserve();
  Input in(text.data(), text.data() + text.size(), "");
  while (!in.empty()) read_line(in, builder);
  return builder.take();
}

struct LineStream::State {
  State(std::string_view text, FileId file, std::uint32_t offset)
      : builder(text, file), in(text.data() + offset, text.data() + text.size(), "") {}
  DocumentBuilder builder;
  Input in;
};

LineStream::LineStream(const SourceSet& sources, FileId file, std::uint32_t offset, std::uint32_t end)
    : state_(std::make_unique<State>(sources.text(file).substr(0, end), file, offset)) {}
LineStream::~LineStream() = default;

bool LineStream::next() {
  if (state_->in.empty()) return false;
  state_->builder.clear();
  read_line(state_->in, state_->builder);
  ++number_;
  return true;
}

const Document& LineStream::document() const { return state_->builder.document(); }

Span Document::error_span(const Line& line) const {
  if (line.error == LineError::none) return {file_, line.offset, 0};
  const auto index = static_cast<std::uint32_t>(&line - lines_.data());
  const auto found =
      std::lower_bound(problems_.begin(), problems_.end(), index,
                       [](const Problem& problem, std::uint32_t wanted) { return problem.line < wanted; });
  return found->span;
}

std::string print(const SourceSet& sources, const Document& document) {
  std::string text;
  for (const Line& line : document.lines()) text += sources.text(document.span(line));
  return text;
}

}  // namespace hapax::syntax
