// One pattern, from its text.
#pragma once

#include <optional>
#include <string_view>

#include "model/compile/patterns.hpp"

namespace hapax::compile {

/// Reads one pattern by the method of its set; nothing when the text is none. `operation` is the comparison that stands
/// before numbers: eq, ge, gt, le, lt.
std::optional<model::Pattern> read_pattern(Compilation& c, const PatternRules& rules, std::string_view text,
                                           std::string_view operation = "eq");

/// Whether any text is a pattern of that method.
bool takes_any_text(model::Match method);

/// eq, ge, gt, le, lt.
bool is_operation(std::string_view word);

}  // namespace hapax::compile
