// Files with patterns and maps.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

enum class PatternFile : std::uint8_t { patterns, map };

/// Reports a file that cannot be opened, and returns false. Names that begin with virt@ or opt@ need no file (3.0 on).
bool check_pattern_file(Reading& reading, std::string_view path, Span span, PatternFile kind);

}  // namespace hapax::config
