// Rule actions: one function each, gathered from the files of this folder into one table.
#pragma once

#include <span>
#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// What a rule's action means for the rules after it.
struct Ruling {
  enum class Step : std::uint8_t {
    next,  ///< the next rule
    stop,  ///< the end of this rule set: allow, accept
    wait,  ///< a condition waits for more of the request
    end    ///< the end of the request: `outcome` tells which
  };
  Step step = Step::next;
  Outcome outcome = Outcome::served;
  Time delay = 0;                        ///< tarpit
  model::Index answered = model::kNone;  ///< the rule that answered: counts as the last one when its answer is complete
  bool is_error = true;                  ///< of a refusal: the client's, which stick tables count
  model::Index rule = model::kNone;      ///< the rule that ended the set
  bool counts_late = false;              ///< they do when the last rules have seen the answer
};

inline Ruling end_with(Outcome outcome) { return {Ruling::Step::end, outcome, 0}; }

struct ActionEntry {
  model::ActionId id;
  ActionFunction function;
};

/// The function of every action; null for one that no file defines (a test makes sure that there is none).
ActionFunction action_function(model::ActionId id);

std::span<const ActionEntry> answer_actions();
std::span<const ActionEntry> header_actions();
std::span<const ActionEntry> request_line_actions();
std::span<const ActionEntry> state_actions();
std::span<const ActionEntry> counter_actions();
std::span<const ActionEntry> connection_actions();
std::span<const ActionEntry> cache_actions();

/// Runs a list of rules up to the first that ends it.
Ruling run_rules(model::Range rules, Context& context);

}  // namespace hapax::routing
