// What rules make of a message has to fit into HAProxy's buffer, where a message leaves 'tune.maxrewrite' free for
// them.
#pragma once

#include "routing/actions/actions.hpp"

namespace hapax::routing {

/// Is the message that the rules change too large by now?
bool overflows(const Context& c);

/// What becomes of a request, or of an answer, that a rule could not change: a page of status 500. Where `strict-mode`
/// is off the rules go on.
Ruling fail_to_rewrite(Context& c);

}  // namespace hapax::routing
