// Patterns that rules add while traffic flows: their text has to be read then.
#pragma once

#include <string_view>

#include <hapax/model/expression.hpp>

namespace hapax::routing {

/// Fills in what `method` compares (numbers, address). False: the text is no such pattern.
bool parse_pattern(model::Match method, std::string_view text, model::Pattern& pattern);

/// Is it an integer, or else an address?
bool parse_value(std::string_view text, bool integer);

/// "10.0.0.0/8", "10.0.0.0/255.0.0.0", "2001:db8::/32", or an address alone.
bool parse_network(std::string_view text, model::Pattern& pattern);

}  // namespace hapax::routing
