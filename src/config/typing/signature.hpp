// From the words of a line to typed arguments, as the row's signature says.
#pragma once

#include <span>

#include "config/reading.hpp"

namespace hapax::config {

/// What the words belong to: for messages and for what depends on the place.
struct Place {
  std::string_view owner;  ///< "timeout client", "server option 'weight'"
  Span span;               ///< of the owner's words
  const Directive* directive = nullptr;
  std::uint32_t points = 0;  ///< where it runs: the evaluation points for its expressions and conditions
};

/// The arguments made, and how many words they took. `failed`: a word was wrong (a finding says so), and what follows
/// it was not read.
struct Matched {
  std::span<const Arg> args;
  std::size_t used = 0;
  bool failed = false;
};

/// Reads words by steps. `whole`: words left over are an error unless the signature ends with `...`; otherwise they
/// belong to whoever called (an option of `server` is followed by the next one).
Matched match_signature(Reading& reading, const Place& place, std::span<const Param> params,
                        std::span<const Word> words, bool whole);

/// Help for a word that nothing takes, `words[at]`: where the argument before it is a text, it may be the rest of that,
/// and quotes are missing. Empty: it is not so. `before` are the arguments that were read.
[[nodiscard]] std::string help_for_blanks(const Reading& reading, std::span<const Arg> before,
                                          std::span<const Word> words, std::size_t at);

/// The value of one word for a step of any kind but literal, params, action, rest, condition and expression. Reports
/// what is wrong and gives monostate then.
Value read_value(Reading& reading, const Place& place, const Param& param, const Word& word);

/// The same for a step that is a time.
Value read_duration(Reading& reading, const Place& place, const Param& param, const Word& word);

/// A list of options: `params(server)`. Stops at the first word that is no option when `stop_at_condition` and the word
/// is `if` or `unless`.
struct MatchedOptions {
  std::span<const Option> options;
  std::size_t used = 0;
  bool failed = false;
};
MatchedOptions match_options(Reading& reading, const Place& place, std::string_view table, std::span<const Word> words);

/// The row of an option in a table: "bind", "server", or a parameter table.
const Keyword* find_option(std::string_view table, std::string_view word, Version target);

/// An action and its arguments; null when the action is unknown (reported).
struct MatchedAction {
  const Action* action = nullptr;
  std::size_t used = 0;
  bool failed = false;
};
MatchedAction match_action(Reading& reading, const Place& place, RuleSet set, std::span<const Word> words);

}  // namespace hapax::config
