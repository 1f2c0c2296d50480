// Characters of a configuration's text beyond ASCII, for those who show it and for those who wonder what was meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace hapax::lint::utf8 {

struct Decoded {
  char32_t character = 0;
  std::size_t length = 0;  ///< in bytes; 0: no UTF-8 here
};

/// The character that `text`, which is not empty, begins with.
Decoded decode(std::string_view text);

/// Whether it would move the cursor, change colours, reverse the direction of what follows, or cannot be seen or told
/// from a blank. (Not the joiners, which emoji are made of.)
bool is_hidden(char32_t character);

/// Whether it reverses the direction of what follows it on the screen.
bool changes_direction(char32_t character);

}  // namespace hapax::lint::utf8
