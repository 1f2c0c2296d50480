// `.if` conditions: actions on grammar/predicate.hpp.
//
// Operators are written behind their operands as soon as these are complete, so that the result is evaluated with a
// stack and without recursion. The depth is counted as HAProxy's recursive descent does: a chain of || goes one deeper
// with each, and so does a chain of && and each of the three levels or, and, term; the limit is on the term.
#include <hapax/syntax/predicate.hpp>

#include <algorithm>
#include <optional>

#include "grammar/predicate.hpp"
#include "syntax/call_builder.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::predicate;

class PredicateBuilder : public CallBuilder {
 public:
  using Kind = PredicateNode::Kind;

  PredicateBuilder(Predicate& predicate, Arena& arena) : CallBuilder(arena), predicate_(predicate) {}

  void add(Kind kind, bool nonzero = false) {
    predicate_.nodes.push_back({kind, nonzero, static_cast<std::uint32_t>(calls().size() - 1)});
  }

  /// A term begins; false when it would be too deep.
  bool begin_term(std::uint32_t offset) {
    wanted_ = offset;
    if (depth_.ors + depth_.ands <= kMaxPredicateDepth) return true;
    too_deep_ = true;
    return false;
  }
  void begin_operand(std::uint32_t offset, bool negated) {
    wanted_ = offset;
    negated_.push_back(negated);
  }
  void end_term(std::uint32_t end) {
    read_ = end;
    if (negated_.back()) add(Kind::negate);
    negated_.pop_back();
    wanted_.reset();
  }

  void and_sign() { ++depth_.ands; }
  void or_sign() { depth_ = {depth_.ors + 1, 0}; }
  void end_conjunction() { depth_.ands = 0; }

  void open(std::uint32_t offset) {
    outer_.push_back({depth_, offset});
    depth_ = {depth_.ors + depth_.ands + 3, 0};
  }
  void close() {
    depth_ = outer_.back().depth;
    outer_.pop_back();
  }

  [[nodiscard]] ParseError error(std::string_view text) const {
    if (const auto broken = broken_call()) return *broken;
    std::uint32_t at = wanted_.value_or(read_);
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    const bool at_end = at == text.size();
    const std::uint32_t length = at_end ? 0 : 1;
    if (too_deep_) return {Problem::too_deep, at, length};
    if (wanted_) return {Problem::missing_operand, at, length};
    if (at_end && !outer_.empty()) return {Problem::missing_parenthesis, outer_.back().offset, 1};
    return {Problem::trailing_text, at, length};
  }

 private:
  struct Depth {
    std::uint32_t ors = 0;
    std::uint32_t ands = 0;
  };
  struct Outer {
    Depth depth;
    std::uint32_t offset;
  };

  Predicate& predicate_;
  std::vector<bool> negated_;
  std::vector<Outer> outer_;
  Depth depth_;
  bool too_deep_ = false;
  std::uint32_t read_ = 0;               ///< the end of the last term
  std::optional<std::uint32_t> wanted_;  ///< where an operand must stand and was not seen yet
};

template <class Rule>
struct Build : BuildCall<Rule> {};

template <>
struct Build<grammar::number> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    const std::string_view digits = in.string_view();
    builder.add(PredicateNode::Kind::number, digits.find_first_of("123456789abcdefABCDEF") != std::string_view::npos);
  }
};
template <>
struct Build<grammar::name> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    builder.begin_call(in.string_view(), offset_of(in));
  }
};
template <>
struct Build<grammar::call> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    builder.end_call(static_cast<std::uint32_t>(in.size()));
    builder.add(PredicateNode::Kind::predicate);
  }
};

template <>
struct Build<grammar::within_limit> {
  template <class Input>
  static bool apply(const Input& in, PredicateBuilder& builder) {
    return builder.begin_term(offset_of(in));
  }
};
template <>
struct Build<grammar::negations> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    builder.begin_operand(end_of(in), std::count(in.begin(), in.end(), '!') % 2 == 1);
  }
};
template <>
struct Build<grammar::term> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    builder.end_term(end_of(in));
  }
};
template <>
struct Build<grammar::and_sign> {
  static void apply0(PredicateBuilder& builder) { builder.and_sign(); }
};
template <>
struct Build<grammar::and_term> {
  static void apply0(PredicateBuilder& builder) { builder.add(PredicateNode::Kind::both); }
};
template <>
struct Build<grammar::conjunction> {
  static void apply0(PredicateBuilder& builder) { builder.end_conjunction(); }
};
template <>
struct Build<grammar::or_sign> {
  static void apply0(PredicateBuilder& builder) { builder.or_sign(); }
};
template <>
struct Build<grammar::or_conjunction> {
  static void apply0(PredicateBuilder& builder) { builder.add(PredicateNode::Kind::either); }
};
template <>
struct Build<grammar::open> {
  template <class Input>
  static void apply(const Input& in, PredicateBuilder& builder) {
    builder.open(offset_of(in));
  }
};
template <>
struct Build<grammar::close> {
  static void apply0(PredicateBuilder& builder) { builder.close(); }
};

}  // namespace

Parsed<Predicate> parse_predicate(std::string_view text, Arena& arena) {
  Predicate predicate;
  PredicateBuilder builder(predicate, arena);
  if (!parse_text<grammar::condition, Build>(text, builder)) return tl::unexpected(builder.error(text));
  predicate.calls = builder.keep_calls();
  predicate.arguments = builder.keep_arguments();
  return predicate;
}

}  // namespace hapax::syntax
