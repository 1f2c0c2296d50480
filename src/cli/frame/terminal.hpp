// Standard output and standard error as people see them.
#pragma once

#include <cstdio>
#include <string_view>

namespace hapax::cli {

/// Colour on `stream`? Only on a terminal that understands it, and never with NO_COLOR set.
bool wants_colour(std::FILE* stream);

/// Columns of the terminal behind `stream`; 0 when it is none.
unsigned terminal_width(std::FILE* stream);

/// Says "hapax: MESSAGE" on standard error and returns kFailure, so that a command can `return complain(...)`. The
/// message is one sentence, lower case, that says what and where.
int complain(std::string_view message);

}  // namespace hapax::cli
