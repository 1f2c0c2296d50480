// Files with patterns and maps.
#pragma once

#include <hapax/syntax/pattern_lines.hpp>

#include "config/reading.hpp"
#include "config/samples/patterns.hpp"

namespace hapax::config {

/// Reports a file of `-f` that cannot be opened or holds a line that is no pattern of its kind, and returns false.
/// Names that begin with virt@ or opt@ need no file (3.0 on).
bool check_pattern_file(Reading& reading, std::string_view path, Span span, syntax::PatternFile kind,
                        const PatternReading& how);

/// The same for the file of a map, whose values the converter ("map_ip_int") reads too.
bool check_map_file(Reading& reading, std::string_view path, Span span, std::string_view converter);

}  // namespace hapax::config
