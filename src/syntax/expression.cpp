#include <hapax/syntax/expression.hpp>

#include <optional>

#include <hapax/base/hash.hpp>

#include "grammar/expression.hpp"
#include "syntax/call_builder.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

std::uint32_t behind_commas(std::string_view text, std::uint32_t at) {
  while (at < text.size() && text[at] == ',') ++at;
  return at;
}

tl::unexpected<ParseError> missing_name(std::string_view text, std::uint32_t at) {
  return fail(Problem::missing_name, at, at < text.size() ? 1 : 0);
}

Parsed<Expression> parse_chain(std::string_view text, Arena& arena, bool whole) {
  if (text.empty()) return fail(Problem::empty, 0, 0);
  CallBuilder builder(arena);
  parse_text<grammar::expression::chain, BuildCall>(text, builder);
  // A call that was begun and not ended is an error, even where the chain could have stopped before it.
  if (const auto error = builder.broken_call()) return tl::unexpected(*error);
  if (builder.calls().empty()) return missing_name(text, 0);

  Expression expression;
  const Call& last = builder.calls().back();
  expression.length = last.offset + last.length;
  const std::uint32_t end = behind_commas(text, expression.length);
  expression.trailing_comma = end != expression.length;
  if (!whole) {
    if (expression.trailing_comma) return missing_name(text, end);
  } else if (end != text.size()) {
    if (expression.trailing_comma) return missing_name(text, end);
    return fail(Problem::missing_comma, end, 1);
  }
  expression.calls = builder.keep_calls();
  expression.arguments = builder.keep_arguments();
  return expression;
}

}  // namespace

Parsed<Expression> parse_expression(std::string_view text, Arena& arena) { return parse_chain(text, arena, true); }

Parsed<Expression> parse_expression_prefix(std::string_view text, Arena& arena) {
  return parse_chain(text, arena, false);
}

Parsed<Expression> RecentExpressions::parse(std::string_view text, Arena& arena) {
  Entry& known = entry(text);
  if (known.text == text && !text.empty()) return known.expression;
  auto parsed = parse_expression(text, arena);
  if (parsed) known = {text, *parsed};
  return parsed;
}

// A whole expression is one in front of a ']', too, and the other way round; but for a comma at its end.
Parsed<Expression> RecentExpressions::parse_to_bracket(std::string_view text, Arena& arena) {
  const std::size_t bracket = text.find(']');
  const std::string_view before = text.substr(0, bracket);
  Entry& known = entry(before);
  const bool fits = bracket != std::string_view::npos && !before.empty();
  if (fits && known.text == before && !known.expression.trailing_comma) return known.expression;
  auto parsed = parse_expression_prefix(text, arena);
  if (parsed && fits && parsed->length == before.size()) known = {before, *parsed};
  return parsed;
}

RecentExpressions::Entry& RecentExpressions::entry(std::string_view text) {
  return entries_[hash_of(text) % entries_.size()];
}

std::string_view converter_name(std::string_view word) {
  TextInput in(word.data(), word.data() + word.size(), "");
  tao::pegtl::parse<grammar::expression::name>(in);
  return word.substr(0, in.byte());
}

}  // namespace hapax::syntax
