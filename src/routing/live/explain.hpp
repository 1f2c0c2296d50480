// Why a request got the server that it got, for people.
#pragma once

#include <hapax/routing/router.hpp>

#include "routing/live/backend.hpp"

namespace hapax::routing {

/// Tells the trace, for every server of the backend, why it was chosen or passed over. `persistent` is the server that
/// persistence had assigned, or kNone. Called after the request was placed.
void explain(const Backend& backend, const Ticket& ticket, const Placement& placement, model::Index persistent,
             Time now, Trace& trace);

}  // namespace hapax::routing
