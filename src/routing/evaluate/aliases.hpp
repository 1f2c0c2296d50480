// The aliases of format strings: %ci, %HU, ...
#pragma once

#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct AliasText {
  std::string_view text;
  bool quotable = false;  ///< +Q puts quotes round it: all but numbers
};

/// What an alias stands for while a request's or an answer's rules run; "-" where routing cannot know it.
AliasText alias_text(const model::FormatPiece& piece, Context& context);

}  // namespace hapax::routing
