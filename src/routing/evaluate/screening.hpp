// Testing a request by a screen (program/screen.hpp).
#pragma once

#include <cstdint>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Do all ACLs of `needed` match the request as it is now, and none of `forbidden`? Bits of the screen. What was found
/// is kept until the request changes.
bool passes_screen(model::Index screen, std::uint64_t needed, std::uint64_t forbidden, Context& context);

/// What the text of the request decides about a condition, as far as its ACLs have been tested on it. The request has a
/// form and is as it came.
Settled settled_by_text(const QuickCondition& condition, Context& context);

}  // namespace hapax::routing
