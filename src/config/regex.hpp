// Regular expressions, compiled by PCRE2 as HAProxy does.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// Reports a pattern that does not compile, and returns false.
bool check_regex(Reading& reading, std::string_view pattern, Span span, bool ignore_case = false);

}  // namespace hapax::config
