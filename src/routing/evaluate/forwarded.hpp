// `option forwarded`: the Forwarded header (RFC 7239) that a request gets on its way to the server.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// As the backend asks for it. Goes on in the last Forwarded header if all of them are as they should be.
void add_forwarded(const model::Proxy& backend, Context& c);

}  // namespace hapax::routing
