// Sample expressions: a fetch and its converters, `hdr(host),lower,field(1,:)` (sections 7.1 and 7.3 of the manual).
//
// What HAProxy does, measured on 2.6 to 3.2: a name is made of letters, digits and "_-."; arguments begin with '(' at
// once behind the name and are cut at commas; in them "..." and '...' protect commas and parentheses, and outside of
// '...' a backslash does so for itself, blank, quotes and makes \n \t \r (a comma cannot be escaped, only quoted). This
// is a second round of quoting, behind that of the line. Several commas between converters count as one.
//
// Where an expression may end depends on what holds it:
//   * In an argument of a directive it is a word, and HAProxy goes on looking for converters in the words that follow:
//     `stick on src ipmask(24),lower table t`. Each such word begins with the name of a converter that HAProxy knows,
//     so only who has the vocabulary can tell: read the first word with parse_expression(), and so each following word
//     whose converter_name() is known; its calls are all converters. A comma at a word's end is allowed.
//   * As the criterion of an ACL it is one word: what follows are flags and patterns. A comma at its end is allowed.
//   * In a log format, `%[...]`, it ends at the ']' that comes behind a complete call; see log_format.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <hapax/base/arena.hpp>
#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

/// An argument of a call. Offsets count in the text that was parsed.
struct Argument {
  std::string_view text;     ///< quotes and backslashes removed; in the parsed text or in the arena
  std::uint32_t offset = 0;  ///< as it is written, quotes included
  std::uint32_t length = 0;
};

/// A fetch or a converter with its arguments.
struct Call {
  std::string_view name;
  std::uint32_t offset = 0;          ///< of the name
  std::uint32_t length = 0;          ///< up to the closing parenthesis
  std::uint32_t first_argument = 0;  ///< index in Expression::arguments
  std::uint32_t argument_count = 0;  ///< `f()` and `f` have none, `f(,)` has two empty ones
  bool parentheses = false;
};

/// A chain of calls. Of an expression the first one is the fetch. The lists live as long as the arena.
struct Expression {
  std::span<const Call> calls;
  std::span<const Argument> arguments;
  bool trailing_comma = false;
  std::uint32_t length = 0;  ///< how much of the text it takes

  [[nodiscard]] const Call& fetch() const { return calls.front(); }
  [[nodiscard]] std::span<const Call> converters() const { return calls.subspan(1); }
  [[nodiscard]] std::span<const Argument> arguments_of(const Call& call) const {
    return arguments.subspan(call.first_argument, call.argument_count);
  }
};

/// A whole word as an expression. Problems: empty; missing_name (where the fetch should be); missing_parenthesis (the
/// '('); missing_quote (a quote in arguments that is not closed); missing_comma (the byte behind a call that is no
/// comma).
[[nodiscard]] Parsed<Expression> parse_expression(std::string_view text, Arena& arena);

/// An expression at the beginning of a text, as far as it goes: `length` says how far. A comma behind the last call
/// belongs to it and must be followed by a call (missing_name at that place otherwise).
[[nodiscard]] Parsed<Expression> parse_expression_prefix(std::string_view text, Arena& arena);

/// Expressions that were parsed lately. A configuration writes the same few of them again and again, and what one is
/// parsed into holds no place in the file: it is shared by all words of that text. The lists live as long as the arena
/// that they were made in, so that a RecentExpressions must not be used with another one that ends earlier.
class RecentExpressions {
 public:
  /// parse_expression().
  [[nodiscard]] Parsed<Expression> parse(std::string_view text, Arena& arena);
  /// parse_expression_prefix(), for a text in which ']' is to follow.
  [[nodiscard]] Parsed<Expression> parse_to_bracket(std::string_view text, Arena& arena);

 private:
  struct Entry {
    std::string_view text;
    Expression expression;
  };
  [[nodiscard]] Entry& entry(std::string_view text);

  std::array<Entry, 64> entries_;  ///< by hash; a text takes the place of the one before
};

/// The name with which a word begins, to be looked up among the converters; may be empty.
[[nodiscard]] std::string_view converter_name(std::string_view word);

}  // namespace hapax::syntax
