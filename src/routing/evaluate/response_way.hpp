// The way of an answer: of a server's through all its rule sets, of the proxy's own through the last.
#pragma once

#include <optional>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/world.hpp"

namespace hapax::routing {

Verdict handle_response(Context& context);

/// What came from the server is no answer. The verdict when a rule ends the request before that is known.
std::optional<Verdict> handle_missing_response(Context& context);

/// An answer of HAProxy's own that stands for that of a server, of a cache, a service or the page of statistics, before
/// any rule sees it.
void begin_own_answer(Context& context);

/// http-response, of the backend (once there is one) and the frontend, for an answer of a cache or a service.
Ruling run_rules_on_own_answer(Context& context);

/// Behind all rules, for a server's answer or one that stands for it: what becomes of the fields that say where it
/// ends, and of compression. False: HAProxy breaks the connection.
bool finish_answer(Context& context);

/// http-after-response, of the backend (once there is one) and the frontend: for every answer that goes to the client.
void run_after_response(Context& context);

/// The same for an answer of HAProxy's own that stands for none of a server. False: they made of its length what makes
/// HAProxy break the connection.
bool run_after_own_response(Context& context);

}  // namespace hapax::routing
