// The way of a request through the rule sets, up to the choice of a server.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

Verdict decide_request(Context& context);

}  // namespace hapax::routing
