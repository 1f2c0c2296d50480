// `Expect: 100-continue`: whoever sends it waits for a permission to send the body. Where rules wait for that body
// HAProxy gives the permission itself, and the server does not hear of the wish.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Before the body is waited for. Once in a request, of version 1.1 at least, that has a body, and only where the wish
/// is the first value of its field.
void invite_body(Context& context);

}  // namespace hapax::routing
