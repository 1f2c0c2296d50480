// A member of a JSON text.
#pragma once

#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Replaces the sample, a JSON text, by the value at `path` ("$.store.book[0].title"); a number becomes six digits of
/// it, or an integer on demand. False: no JSON, no such member, or an object or null (in 2.6 also an array).
bool json_query(std::string_view path, bool as_number, Context& context, Sample& sample);

}  // namespace hapax::routing
