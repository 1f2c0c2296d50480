// Sample expressions: do the fetch and the converters exist, do their arguments fit, do the types go together, and is
// the fetch available where it is used.
#pragma once

#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/expression.hpp>

#include "config/reading.hpp"
#include "config/samples/points.hpp"
#include "config/samples/recent_samples.hpp"

namespace hapax::config {

/// Where an expression stands: the words of the owner for messages, the points at which it runs (0: anywhere).
struct SamplePlace {
  std::string_view owner;
  Points points = 0;
  const Section* section = nullptr;
};

/// A part of a word's text as a place in the file.
struct TextPlace {
  const Word* word = nullptr;
  std::size_t offset = 0;  ///< where the parsed text begins in the word
  [[nodiscard]] Span span(std::size_t first, std::size_t length) const {
    return syntax::locate(*word, offset + first, length);
  }
};

/// Examines a parsed expression. `fetch_name`: what the first call stands for (an ACL name may differ from the fetch).
Sample check_expression(Reading& reading, const SamplePlace& place, const TextPlace& text,
                        const syntax::Expression& expression, std::string_view fetch_name);

/// Reads and examines the expression that begins with the first word. HAProxy goes on with converters in the words that
/// follow; `used` says how many words it took.
struct ReadSample {
  const syntax::Expression* expression = nullptr;
  Sample sample;
  std::size_t used = 0;
};
ReadSample read_expression(Reading& reading, const SamplePlace& place, std::span<const Word> words);

/// Whether the place is one at which the fetch can be had.
inline bool available(const Keyword* fetch, Points points) {
  return fetch == nullptr || points == 0 || (fetch->points & points) != 0;
}

/// The name of a variable: scope and characters. Reports, and returns false.
bool check_variable(Reading& reading, std::string_view name, Span span);

/// Reports why an expression cannot be read at all.
void report_parse_error(Reading& reading, std::string_view owner, const TextPlace& text, std::string_view source,
                        const syntax::ParseError& error);

}  // namespace hapax::config
