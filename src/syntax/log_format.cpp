#include <hapax/syntax/log_format.hpp>

#include <optional>

#include <hapax/base/arena_list.hpp>

#include "grammar/log_format.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::log_format;

enum class Tail : std::uint8_t { alias, expression, percent, character };

template <class Rule>
struct Read : tao::pegtl::nothing<Rule> {};

template <ItemType Type>
struct ReadType {
  static void apply0(FormatItem& item) { item.type = Type; }
};
template <>
struct Read<grammar::type_str> : ReadType<ItemType::str> {};
template <>
struct Read<grammar::type_sint> : ReadType<ItemType::sint> {};
template <>
struct Read<grammar::type_bool> : ReadType<ItemType::boolean> {};
template <>
struct Read<grammar::type_raw> : ReadType<ItemType::raw> {};
template <>
struct Read<grammar::item_name> {
  template <class Input>
  static void apply(const Input& in, FormatItem& item) {
    item.name = in.string_view();
  }
};
template <>
struct Read<grammar::flags> {
  template <class Input>
  static void apply(const Input& in, FormatItem& item) {
    item.flags = in.string_view();
  }
};

template <class Rule>
struct ReadTail : tao::pegtl::nothing<Rule> {};
template <Tail Kind>
struct ReadTailKind {
  static void apply0(Tail& tail) { tail = Kind; }
};
template <>
struct ReadTail<grammar::alias> : ReadTailKind<Tail::alias> {};
template <>
struct ReadTail<grammar::open_expression> : ReadTailKind<Tail::expression> {};
template <>
struct ReadTail<grammar::literal_percent> : ReadTailKind<Tail::percent> {};
template <>
struct ReadTail<grammar::literal_character> : ReadTailKind<Tail::character> {};

/// Goes through a format from item to item. Each step returns what is wrong, if anything.
class FormatReader {
 public:
  FormatReader(std::string_view text, Version version, Arena& arena, RecentExpressions* recent)
      : text_(text), version_(version), arena_(arena), recent_(recent) {}

  Parsed<LogFormat> read() {
    if (!text_.empty() && text_.find('%') == std::string_view::npos) {
      add_text(0, static_cast<std::uint32_t>(text_.size()), text_);
      return kept();
    }
    while (at_ != text_.size()) {
      if (const std::uint32_t length = match<grammar::text>()) {
        add_text(at_, length, text_.substr(at_, length));
        at_ += length;
      } else if (const auto error = read_item()) {
        return tl::unexpected(*error);
      }
    }
    return kept();
  }

 private:
  [[nodiscard]] LogFormat kept() const { return {items_.keep(arena_), expressions_.keep(arena_)}; }

  /// How much of the rest of the text a rule takes; 0 when it does not match.
  template <class Rule, template <class...> class Action = tao::pegtl::nothing, class... States>
  std::uint32_t match(States&... states) const {
    TextInput in(text_.data() + at_, text_.data() + text_.size(), "");
    tao::pegtl::parse<Rule, Action>(in, states...);
    return static_cast<std::uint32_t>(in.byte());
  }

  [[nodiscard]] bool next_is(char c) const { return at_ != text_.size() && text_[at_] == c; }
  [[nodiscard]] std::uint32_t offset_in_text(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - text_.data());
  }

  std::optional<ParseError> read_item() {
    FormatItem item;
    item.offset = at_;
    at_ += match<grammar::percent>();
    if (next_is('(') && version_ >= Version::v3_0) {
      const std::uint32_t length = match<grammar::named, Read>(item);
      if (length == 0) return bad_name(item);
      at_ += length;
    }
    const bool has_flags = next_is('{');
    if (has_flags) {
      const std::uint32_t length = match<grammar::flagged, Read>(item);
      if (length == 0) return ParseError{Problem::missing_brace, at_, 1};
      item.flags_offset = offset_in_text(item.flags);
      at_ += length;
    }
    return read_tail(item, has_flags);
  }

  std::optional<ParseError> read_tail(FormatItem& item, bool has_flags) {
    Tail tail{};
    const std::uint32_t length =
        has_flags ? match<grammar::behind_flags, ReadTail>(tail) : match<grammar::behind_percent, ReadTail>(tail);
    if (length == 0) return ParseError{Problem::missing_item, item.offset, at_ - item.offset};
    const std::uint32_t begin = at_;
    at_ += length;
    switch (tail) {
      case Tail::alias:
        item.kind = FormatItem::Kind::alias;
        add(item, begin, length);
        return std::nullopt;
      case Tail::expression:
        return read_expression(item);
      case Tail::percent:
      case Tail::character:
        add_text(item.offset, at_ - item.offset, text_.substr(begin, length));
        return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<ParseError> read_expression(FormatItem& item) {
    const std::uint32_t begin = at_;
    const std::string_view rest = text_.substr(begin);
    auto expression =
        recent_ == nullptr ? parse_expression_prefix(rest, arena_) : recent_->parse_to_bracket(rest, arena_);
    if (!expression) {
      ParseError error = expression.error();
      if (error.problem == Problem::empty) error.problem = Problem::missing_bracket;
      error.offset += begin;
      return error;
    }
    at_ += expression->length;
    if (at_ == text_.size()) return ParseError{Problem::missing_bracket, begin - 1, 1};
    if (!next_is(']')) return ParseError{Problem::missing_bracket, at_, 1};
    ++at_;
    item.kind = FormatItem::Kind::expression;
    item.expression = static_cast<std::uint32_t>(expressions_.size());
    add(item, begin, expression->length);
    expressions_.push_back(*expression);
    return std::nullopt;
  }

  /// '%(' without a well-formed name behind it: at its first wrong byte.
  [[nodiscard]] ParseError bad_name(const FormatItem& item) const {
    const std::uint32_t behind = at_ + 1 + static_cast<std::uint32_t>(item.name.size());
    if (behind == text_.size()) return {Problem::bad_item_name, at_, 1};
    if (text_[behind] != ':') return {Problem::bad_item_name, behind, 1};
    const std::string_view rest = text_.substr(behind + 1);
    const std::size_t end = rest.find(')');
    if (end == std::string_view::npos) return {Problem::bad_item_name, at_, 1};
    return {Problem::bad_item_type, behind + 1, static_cast<std::uint32_t>(end)};
  }

  void add(FormatItem& item, std::uint32_t begin, std::uint32_t length) {
    item.text = text_.substr(begin, length);
    item.text_offset = begin;
    item.length = at_ - item.offset;
    items_.push_back(item);
  }

  void add_text(std::uint32_t offset, std::uint32_t length, std::string_view printed) {
    FormatItem item;
    item.offset = offset;
    item.length = length;
    item.text = printed;
    item.text_offset = offset_in_text(printed);
    items_.push_back(item);
  }

  std::string_view text_;
  Version version_;
  Arena& arena_;
  RecentExpressions* recent_;
  std::uint32_t at_ = 0;
  ArenaList<FormatItem, 8> items_;
  ArenaList<Expression, 4> expressions_;
};

template <class Rule>
struct ReadFlag : tao::pegtl::nothing<Rule> {};
struct Flags {
  std::vector<FormatFlag> list;
  FormatFlag current;
};
template <>
struct ReadFlag<grammar::flag_sign> {
  template <class Input>
  static void apply(const Input& in, Flags& flags) {
    flags.current.sign = *in.begin();
  }
};
template <>
struct ReadFlag<grammar::flag_name> {
  template <class Input>
  static void apply(const Input& in, Flags& flags) {
    flags.current.name = in.string_view();
  }
};
template <>
struct ReadFlag<grammar::flag> {
  static void apply0(Flags& flags) {
    flags.list.push_back(flags.current);
    flags.current = {};
  }
};

}  // namespace

Parsed<LogFormat> parse_log_format(std::string_view text, Version version, Arena& arena, RecentExpressions* recent) {
  return FormatReader(text, version, arena, recent).read();
}

std::vector<FormatFlag> parse_format_flags(std::string_view text) {
  Flags flags;
  parse_text<grammar::flag_list, ReadFlag>(text, flags);
  return std::move(flags.list);
}

}  // namespace hapax::syntax
