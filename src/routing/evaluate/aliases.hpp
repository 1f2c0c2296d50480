// The aliases of format strings: %ci, %HU, ...
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct AliasText {
  std::string_view text;
  bool quotable = false;  ///< +Q puts quotes round it: all but numbers
  bool escaped = false;   ///< +E has been applied to it already
};

/// Writes a byte; what would end a quoted text in a structured log gets a backslash if it is to be escaped (+E).
inline void append_escaped(std::string& out, char byte, bool escape) {
  if (escape && (byte == '"' || byte == '\\' || byte == ']')) out += '\\';
  out += byte;
}

/// The captured headers of `%hrl` and `%hsl`, as formats write them: "-" for one that was not there, unless +Q.
std::vector<std::string_view> captured_texts(const model::FormatPiece& piece, Context& context);

/// What an alias stands for while a request's or an answer's rules run; "-" where routing cannot know it.
AliasText alias_text(const model::FormatPiece& piece, Context& context);

}  // namespace hapax::routing
