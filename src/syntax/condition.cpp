#include <hapax/syntax/condition.hpp>

#include <optional>

#include <hapax/base/arena_list.hpp>
#include <hapax/syntax/value.hpp>

#include "grammar/condition.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::condition;

// --- one word of a condition
// -------------------------------------------------------------------------------------------------

enum class WordKind : std::uint8_t { nothing, alternative, open_brace, name };

struct ConditionWord {
  WordKind kind = WordKind::nothing;
  std::uint32_t negations = 0;
};

template <class Rule>
struct Read : tao::pegtl::nothing<Rule> {};
template <>
struct Read<grammar::negation> {
  static void apply0(ConditionWord& word) { ++word.negations; }
};
template <WordKind Kind>
struct ReadKind {
  static void apply0(ConditionWord& word) { word.kind = Kind; }
};
template <>
struct Read<grammar::alternative> : ReadKind<WordKind::alternative> {};
template <>
struct Read<grammar::open_brace> : ReadKind<WordKind::open_brace> {};
template <>
struct Read<grammar::acl_name> : ReadKind<WordKind::name> {};

bool is_close_brace(std::string_view word) { return parse_text<grammar::close_brace, tao::pegtl::nothing>(word); }

// --- the words of a condition
// ------------------------------------------------------------------------------------------------

class ConditionReader {
 public:
  ConditionReader(std::span<const ResolvedWord> words, Arena& arena, RecentExpressions* recent)
      : words_(words), arena_(arena), recent_(recent) {}

  ParsedWords<Condition> read() {
    condition_.unless = words_.front().text == "unless";
    condition_.keyword = words_.front().span;
    for (at_ = 1; at_ < words_.size() && !words_[at_].text.empty(); ++at_) {
      if (const auto error = read_word()) return tl::unexpected(*error);
    }
    condition_.terms = terms_.keep(arena_);
    condition_.alternatives = alternatives_.keep(arena_);
    return condition_;
  }

 private:
  std::optional<WordError> read_word() {
    ConditionWord word;
    parse_text<grammar::word, Read>(words_[at_].text, word);
    negated_ = negated_ != (word.negations % 2 == 1);
    switch (word.kind) {
      case WordKind::nothing:
        return std::nullopt;
      case WordKind::alternative:
        begin_alternative_ = true;
        negated_ = false;
        return std::nullopt;
      case WordKind::open_brace:
        return read_anonymous(word.negations);
      case WordKind::name:
        read_named(word.negations);
        return std::nullopt;
    }
    return std::nullopt;
  }

  void read_named(std::uint32_t negations) {
    const ResolvedWord& word = words_[at_];
    Term term;
    term.name = word.text.substr(negations);
    term.span = locate(word, negations, term.name.size());
    term.first_word = static_cast<std::uint32_t>(at_);
    term.word_count = 1;
    add(term);
  }

  std::optional<WordError> read_anonymous(std::uint32_t negations) {
    const ResolvedWord& open = words_[at_];
    const std::size_t first = at_ + 1;
    std::size_t close = first;
    while (close < words_.size() && !words_[close].text.empty() && !is_close_brace(words_[close].text)) ++close;
    if (close == words_.size() || words_[close].text.empty()) {
      return WordError{static_cast<std::uint32_t>(at_), {Problem::missing_brace, negations, 1}};
    }
    Term term;
    term.anonymous = true;
    term.span = cover(locate(open, negations, 1), words_[close].span);
    term.first_word = static_cast<std::uint32_t>(first);
    term.word_count = static_cast<std::uint32_t>(close - first);
    if (const auto acl = parse_acl(words_.subspan(first, close - first), arena_, recent_)) term.acl = arena_.keep(*acl);
    add(term);
    at_ = close;
    return std::nullopt;
  }

  void add(Term term) {
    term.negated = std::exchange(negated_, false);
    if (std::exchange(begin_alternative_, false)) {
      alternatives_.push_back({static_cast<std::uint32_t>(terms_.size()), 0});
    }
    ++alternatives_.back().term_count;
    terms_.push_back(term);
  }

  std::span<const ResolvedWord> words_;
  Arena& arena_;
  RecentExpressions* recent_;
  std::size_t at_ = 0;
  Condition condition_;
  ArenaList<Term, 8> terms_;
  ArenaList<Alternative, 4> alternatives_;
  bool negated_ = false;
  bool begin_alternative_ = true;
};

// --- ACL flags
// ---------------------------------------------------------------------------------------------------------------

template <class Rule>
struct ReadFlag : tao::pegtl::nothing<Rule> {};
template <AclFlag::Kind Kind>
struct ReadFlagKind {
  static void apply0(std::optional<AclFlag::Kind>& kind) { kind = Kind; }
};
template <>
struct ReadFlag<grammar::ignore_case> : ReadFlagKind<AclFlag::Kind::ignore_case> {};
template <>
struct ReadFlag<grammar::no_dns> : ReadFlagKind<AclFlag::Kind::no_dns> {};
template <>
struct ReadFlag<grammar::file> : ReadFlagKind<AclFlag::Kind::file> {};
template <>
struct ReadFlag<grammar::method> : ReadFlagKind<AclFlag::Kind::method> {};
template <>
struct ReadFlag<grammar::map> : ReadFlagKind<AclFlag::Kind::map> {};
template <>
struct ReadFlag<grammar::unique_id> : ReadFlagKind<AclFlag::Kind::unique_id> {};
template <>
struct ReadFlag<grammar::end_of_flags> : ReadFlagKind<AclFlag::Kind::end_of_flags> {};

bool takes_argument(AclFlag::Kind kind) {
  return kind == AclFlag::Kind::file || kind == AclFlag::Kind::method || kind == AclFlag::Kind::unique_id;
}

/// Reads flags from `words[at]` on and leaves `at` at the first pattern.
std::optional<WordError> read_flags(std::span<const ResolvedWord> words, std::uint32_t& at,
                                    ArenaList<AclFlag, 4>& flags) {
  for (; at < words.size() && words[at].text.starts_with('-'); ++at) {
    const auto length = static_cast<std::uint32_t>(words[at].text.size());
    std::optional<AclFlag::Kind> kind;
    parse_text<grammar::flag, ReadFlag>(words[at].text, kind);
    if (!kind) return WordError{at, {Problem::unknown_flag, 0, length}};
    AclFlag flag{*kind, at, {}};
    if (takes_argument(*kind)) {
      if (at + 1 < words.size()) {
        flag.argument = words[++at].text;
      } else if (*kind != AclFlag::Kind::unique_id) {  // which HAProxy takes for 0
        return WordError{at, {Problem::missing_argument, 0, length}};
      }
    }
    if (flag.kind == AclFlag::Kind::unique_id && !flag.argument.empty() && !parse_integer(flag.argument)) {
      return WordError{at, {Problem::bad_integer, 0, static_cast<std::uint32_t>(flag.argument.size())}};
    }
    flags.push_back(flag);
    if (flag.kind == AclFlag::Kind::end_of_flags) {
      ++at;
      break;
    }
  }
  return std::nullopt;
}

std::span<const ResolvedWord> up_to_empty_word(std::span<const ResolvedWord> words) {
  std::size_t count = 0;
  while (count < words.size() && !words[count].text.empty()) ++count;
  return words.first(count);
}

}  // namespace

ParsedWords<Condition> parse_condition(std::span<const ResolvedWord> words, Arena& arena, RecentExpressions* recent) {
  return ConditionReader(words, arena, recent).read();
}

ParsedWords<AclDefinition> parse_acl(std::span<const ResolvedWord> all_words, Arena& arena, RecentExpressions* recent) {
  const std::span<const ResolvedWord> words = up_to_empty_word(all_words);
  if (words.empty()) return tl::unexpected(WordError{0, {Problem::empty, 0, 0}});
  AclDefinition acl;
  const std::string_view text = words.front().text;
  auto criterion = recent == nullptr ? parse_expression(text, arena) : recent->parse(text, arena);
  if (!criterion) return tl::unexpected(WordError{0, criterion.error()});
  acl.criterion = *criterion;
  ArenaList<AclFlag, 4> flags;
  std::uint32_t at = 1;
  if (const auto error = read_flags(words, at, flags)) return tl::unexpected(*error);
  acl.flags = flags.keep(arena);
  acl.first_pattern = at;
  acl.pattern_count = static_cast<std::uint32_t>(words.size()) - at;
  return acl;
}

Span locate(std::span<const ResolvedWord> words, const WordError& error) {
  if (error.word < words.size()) return locate(words[error.word], error.error.offset, error.error.length);
  if (words.empty()) return {};
  return {words.back().span.file, words.back().span.end(), 0};
}

}  // namespace hapax::syntax
