// What ACLs match against.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// "str", "beg", "int" ...: what may stand behind -m.
bool is_match_method(std::string_view name);
std::string match_methods();

/// The type that a method looks at.
SampleType match_type(std::string_view method);

/// Reads a pattern, which takes several words for integers with an operator. Gives the number of words, or 0 when it
/// is wrong (reported).
std::size_t check_pattern(Reading& reading, std::string_view method, std::span<const Word> words, bool ignore_case);

}  // namespace hapax::config
