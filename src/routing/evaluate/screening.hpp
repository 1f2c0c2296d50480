// Testing a request by a screen (program/screen.hpp).
#pragma once

#include <cstdint>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Which of the screen's ACLs match the request as it is now, as bits. Kept until the request changes.
std::uint64_t screen_bits(model::Index screen, Context& context);

}  // namespace hapax::routing
