// The conditions of `.if` and `.elif`: section 2.4 of the manual.
//
// The text is the words behind `.if`, joined by single spaces; when the first of them is empty, so is the text.
//
// What HAProxy does, measured on 2.6 to 3.2: numbers in decimal, octal or hexadecimal as strtol() knows them; `!` and
// parentheses; `&&` binds tighter than `||`; the arguments of predicates are those of sample expressions, quotes
// included; behind a name without parentheses nothing but a space may follow. Everything is parsed, also behind what
// decides the result. An empty text is false. Which names there are depends on the version.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

/// HAProxy bounds the depth of its recursion: a text is too deep when three times the parentheses around a term plus
/// the operators before it, at each level only those of the chain it stands in, exceed this.
inline constexpr std::uint32_t kMaxPredicateDepth = 1021;

/// One step of an evaluation in postfix order: operands push, operators pop.
struct PredicateNode {
  enum class Kind : std::uint8_t {
    number,     ///< pushes `number` != 0
    predicate,  ///< pushes what Predicate::calls[call] says
    negate,
    both,    ///< &&
    either,  ///< ||
  };
  Kind kind = Kind::number;
  bool nonzero = false;    ///< of a number
  std::uint32_t call = 0;  ///< of a predicate: index in Predicate::calls
};

/// A condition, ready to be evaluated from the first node to the last. No node at all: the empty text, false.
struct Predicate {
  std::vector<PredicateNode> nodes;
  std::span<const Call> calls;  ///< `defined(A)`: a name with arguments; offsets count in the text
  std::span<const Argument> arguments;

  [[nodiscard]] std::span<const Argument> arguments_of(const Call& call) const {
    return arguments.subspan(call.first_argument, call.argument_count);
  }
};

/// Problems: missing_operand (the place where a condition should stand); missing_parenthesis (the '(');
/// missing_quote; too_deep (where HAProxy stops); trailing_text (the first byte that does not belong).
/// A name that is no predicate is not known here: look at `calls`.
[[nodiscard]] Parsed<Predicate> parse_predicate(std::string_view text, Arena& arena);

}  // namespace hapax::syntax
