// A member of a JSON text.
#pragma once

#include <string_view>

#include "routing/sample/sample.hpp"

namespace hapax::routing {

struct JsonQuery {
  bool as_integer = false;  ///< a number becomes an integer, not its text
  bool arrays = true;       ///< an array is a value, too (not in 2.6)
};

/// Replaces the sample, a JSON text, by the value at `path` ("$.store.book[0].title"). False: no JSON, no such member,
/// or an object or null.
bool json_query(std::string_view path, const JsonQuery& query, Arena& arena, Sample& sample);

}  // namespace hapax::routing
