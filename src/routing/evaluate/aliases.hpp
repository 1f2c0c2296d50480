// The aliases of format strings: %ci, %HU, ...
#pragma once

#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// The text that an alias stands for while a request's or an answer's rules run; "-" where it has none yet.
std::string_view alias_text(const model::FormatPiece& piece, Context& context);

}  // namespace hapax::routing
