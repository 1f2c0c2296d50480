// Regular expressions, compiled by PCRE2 as HAProxy does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/reading.hpp"

namespace hapax::config {

/// Says why a pattern does not compile; nothing when it does.
std::optional<std::string> find_regex_fault(std::string_view pattern, bool ignore_case);

constexpr std::string_view kRegexHelp =
    "put '\\' before a character that is meant as itself; in a configuration that is written '\\\\'";

/// Reports a pattern that does not compile, and returns false.
bool check_regex(Reading& reading, std::string_view pattern, Span span, bool ignore_case = false);

}  // namespace hapax::config
