// Conditions, `if a !b or { path -m beg /x }`, and ACL definitions, `acl NAME hdr(host) -i example.org`: chapter 7 of
// the manual.
//
// What HAProxy does, measured on 2.6 to 3.2: terms that follow one another are all required; `or`, in any case, or `||`
// begins an alternative. Any number of '!' may stand before a term, in words of their own or not; one with nothing
// behind it before the next `or` or the end is ignored, and so are alternatives without terms. A condition without any
// term is allowed. An anonymous ACL is what stands between the word `{` and the next word `}`, wherever that is. An
// empty word ends the line. There is no `and`, `&&`, `not` or parenthesis; they are taken for names of ACLs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <hapax/base/arena.hpp>
#include <hapax/base/source.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/parse_error.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::syntax {

/// What is wrong, and in which word: `error`'s offset counts in that word's text. The word's index is one past the end
/// where something is missing behind the last word.
struct WordError {
  std::uint32_t word = 0;
  ParseError error{};
  friend bool operator==(const WordError&, const WordError&) = default;
};

template <class T>
using ParsedWords = tl::expected<T, WordError>;

/// The file's place of an error; an empty span behind the last word where something is missing there.
[[nodiscard]] Span locate(std::span<const ResolvedWord> words, const WordError& error);

// --- ACL definitions
// ---------------------------------------------------------------------------------------------------------

/// A flag between criterion and patterns.
struct AclFlag {
  enum class Kind : std::uint8_t {
    ignore_case,   ///< -i
    no_dns,        ///< -n
    file,          ///< -f FILE; patterns from a file
    method,        ///< -m METHOD
    map,           ///< -M: -f files are maps
    unique_id,     ///< -u ID
    end_of_flags,  ///< --
  };
  Kind kind = Kind::ignore_case;
  std::uint32_t word = 0;     ///< index of the flag's word
  std::string_view argument;  ///< of -f, -m, -u: the word behind; empty for -u at the end
};

/// Criterion, flags and patterns, as in `hdr(host),lower -m beg -- www. api.`
struct AclDefinition {
  Expression criterion;
  std::span<const AclFlag> flags;   ///< live as long as the arena
  std::uint32_t first_pattern = 0;  ///< index of the first pattern's word
  std::uint32_t pattern_count = 0;
};

/// The words of a definition from the criterion on. Problems: empty (there is no criterion); what parse_expression()
/// says of the first word; unknown_flag; missing_argument (of -f or -m at the end); bad_integer (-u). With `recent`,
/// criteria are looked up there.
[[nodiscard]] ParsedWords<AclDefinition> parse_acl(std::span<const ResolvedWord> words, Arena& arena,
                                                   RecentExpressions* recent = nullptr);

// --- conditions
// --------------------------------------------------------------------------------------------------------------

/// A named or anonymous ACL, perhaps negated.
struct Term {
  bool negated = false;                ///< an odd number of '!' stands before it
  bool anonymous = false;              ///< { ... }
  std::string_view name;               ///< of a named ACL, without '!'
  Span span;                           ///< the name, or from `{` to `}`; '!' not included
  std::uint32_t first_word = 0;        ///< of a named ACL its word; of an anonymous one the word behind `{`
  std::uint32_t word_count = 0;        ///< of an anonymous one what stands between the braces
  const AclDefinition* acl = nullptr;  ///< of an anonymous one; null when parse_acl() refuses those words
};

/// Terms that must all hold: [first_term, first_term + term_count) of Condition::terms; never empty.
struct Alternative {
  std::uint32_t first_term = 0;
  std::uint32_t term_count = 0;
};

/// A disjunction of conjunctions. The lists live as long as the arena.
struct Condition {
  bool unless = false;  ///< `unless` instead of `if`
  Span keyword;         ///< the word `if` or `unless`
  std::span<const Term> terms;
  std::span<const Alternative> alternatives;

  [[nodiscard]] std::span<const Term> terms_of(const Alternative& alternative) const {
    return terms.subspan(alternative.first_term, alternative.term_count);
  }
};

/// True for `if` and `unless`.
[[nodiscard]] inline bool begins_condition(std::string_view word) { return word == "if" || word == "unless"; }

/// The words of a condition from `if` or `unless` on; begins_condition() holds for the first one. Reads up to an empty
/// word or the end. Problem: missing_brace (the `{`). What is wrong in braces is for parse_acl() to say, with
/// words.subspan(term.first_word, term.word_count). `recent` as in parse_acl().
[[nodiscard]] ParsedWords<Condition> parse_condition(std::span<const ResolvedWord> words, Arena& arena,
                                                     RecentExpressions* recent = nullptr);

}  // namespace hapax::syntax
