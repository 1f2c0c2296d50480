// Headers that a forwarded request gets: unique-id-header, X-Forwarded-For, X-Original-To.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

void add_forwarding_headers(Context& context);

}  // namespace hapax::routing
