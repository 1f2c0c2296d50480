#include <hapax/syntax/reply.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include <hapax/base/ascii_case.hpp>

#include "grammar/reply.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::reply;

// Nothing when it is too large.
std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";  // a folded value may begin and end with line ends
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

bool is_chunked(std::string_view coding) { return equal_ignoring_case(coding, "chunked"); }

struct StatusLine {
  std::string_view status, reason;
};

template <class Rule>
struct ReadStatus : tao::pegtl::nothing<Rule> {};
template <>
struct ReadStatus<grammar::status> {
  template <class Input>
  static void apply(const Input& in, StatusLine& line) {
    line.status = in.string_view();
  }
};
template <>
struct ReadStatus<grammar::reason> {
  template <class Input>
  static void apply(const Input& in, StatusLine& line) {
    line.reason = in.string_view();
  }
};

template <class Rule>
struct ReadField : tao::pegtl::nothing<Rule> {};
template <>
struct ReadField<grammar::field_name> {
  template <class Input>
  static void apply(const Input& in, ReplyField& field) {
    field.name = in.string_view();
  }
};
template <>
struct ReadField<grammar::field_value> {
  template <class Input>
  static void apply(const Input& in, ReplyField& field) {
    field.value = in.string_view();
  }
};

struct Lengths {
  std::optional<std::uint64_t> first;
  bool agree = true;
};

template <class Rule>
struct ReadLengths : tao::pegtl::nothing<Rule> {};
template <>
struct ReadLengths<grammar::length_number> {
  template <class Input>
  static void apply(const Input& in, Lengths& lengths) {
    const std::optional<std::uint64_t> length = number(in.string_view());
    if (!lengths.first) lengths.first = length;
    lengths.agree = lengths.agree && length && length == lengths.first;
  }
};

/// Goes through a reply from line to line. Each step returns what is wrong, if anything.
class ReplyReader {
 public:
  ReplyReader(std::string_view text, Version version, std::size_t most_fields)
      : text_(text), version_(version), most_fields_(most_fields) {}

  tl::expected<Reply, ReplyError> read() {
    if (const auto error = read_head()) return tl::unexpected(*error);
    reply_.body = text_.substr(at_);
    if (const auto error = check_body()) return tl::unexpected(*error);
    return reply_;
  }

 private:
  /// How much of the rest of the text a rule takes; 0 when it does not match.
  template <class Rule, template <class...> class Action = tao::pegtl::nothing, class... States>
  std::uint32_t match(States&... states) const {
    TextInput in(text_.data() + at_, text_.data() + text_.size(), "");
    tao::pegtl::parse<Rule, Action>(in, states...);
    return static_cast<std::uint32_t>(in.byte());
  }

  [[nodiscard]] ReplyError error(ReplyProblem problem) const { return {problem, at_}; }

  std::optional<ReplyError> read_head() {
    at_ += match<grammar::empty_lines>();
    if (const auto wrong = read_status_line()) return wrong;
    while (true) {
      if (const std::uint32_t end = match<grammar::line_end>()) {
        at_ += end;
        return std::nullopt;
      }
      if (const auto wrong = read_field()) return wrong;
    }
  }

  std::optional<ReplyError> read_status_line() {
    StatusLine line;
    const std::uint32_t length = match<grammar::status_line, ReadStatus>(line);
    if (length == 0) return error(ReplyProblem::status_line);
    constexpr std::size_t kDigitsSince32 = 3;
    if (version_ >= Version::v3_2 && line.status.size() > kDigitsSince32) return error(ReplyProblem::status_line);
    const std::uint64_t status = std::min<std::uint64_t>(number(line.status).value_or(UINT32_MAX), UINT32_MAX);
    if (status >= 100 && status < 200 && status != 101) return error(ReplyProblem::status);
    reply_.status = static_cast<std::uint32_t>(status);
    reply_.reason = line.reason;
    at_ += length;
    return std::nullopt;
  }

  std::optional<ReplyError> read_field() {
    if (text_.find('\n', at_) == std::string_view::npos) return error(ReplyProblem::unfinished);
    ReplyField field;
    const std::uint32_t length = match<grammar::field, ReadField>(field);
    if (length == 0) return error(ReplyProblem::field);
    field.value = without_blanks(field.value);
    const bool nul = field.value.find('\0') != std::string_view::npos;
    if (nul && version_ >= Version::v2_8) return error(ReplyProblem::field);
    if (reply_.fields.size() == most_fields_) return error(ReplyProblem::too_many_fields);
    if (equal_ignoring_case(field.name, "content-length")) {
      if (!read_length(field.value)) return error(ReplyProblem::content_length);
      length_at_ = at_;
    }
    if (equal_ignoring_case(field.name, "transfer-encoding") && !read_encoding(field.value))
      return error(ReplyProblem::transfer_encoding);
    reply_.fields.push_back(field);
    at_ += length;
    return std::nullopt;
  }

  bool read_length(std::string_view value) {
    TextInput in(value.data(), value.data() + value.size(), "");
    return tao::pegtl::parse<grammar::lengths, ReadLengths>(in, announced_) && announced_.agree;
  }

  // Whether the last coding is chunked decides; twice is once too often.
  bool read_encoding(std::string_view value) {
    encoded_ = true;
    for (std::size_t begin = 0; begin <= value.size();) {
      const std::size_t comma = std::min(value.find(',', begin), value.size());
      const std::string_view coding = without_blanks(value.substr(begin, comma - begin));
      if (coding.empty() && version_ >= Version::v2_8) return false;
      if (is_chunked(coding) && chunked_) return false;
      chunked_ = is_chunked(coding);
      begin = comma + 1;
    }
    if (chunked_) encoding_at_ = at_;
    return true;
  }

  [[nodiscard]] std::optional<ReplyError> check_body() const {
    const bool never = reply_.status == 204 || reply_.status == 304;
    const auto length = static_cast<std::uint64_t>(reply_.body.size());
    if (chunked_ && !never) return ReplyError{ReplyProblem::chunked, encoding_at_};
    const bool counted = announced_.first && !encoded_;
    if (length > 0 && (never || (counted && *announced_.first == 0)))
      return ReplyError{ReplyProblem::unexpected_body, never ? at_ : length_at_, 0, length};
    if (!never && counted && *announced_.first != length)
      return ReplyError{ReplyProblem::wrong_length, length_at_, *announced_.first, length};
    return std::nullopt;
  }

  std::string_view text_;
  Version version_;
  std::size_t most_fields_;
  std::uint32_t at_ = 0;
  Reply reply_;
  Lengths announced_;
  std::uint32_t length_at_ = 0;    ///< the header's line
  std::uint32_t encoding_at_ = 0;  ///< the header's line
  bool encoded_ = false;
  bool chunked_ = false;
};

}  // namespace

tl::expected<Reply, ReplyError> parse_reply(std::string_view text, Version version, std::size_t most_fields) {
  return ReplyReader(text, version, most_fields).read();
}

}  // namespace hapax::syntax
