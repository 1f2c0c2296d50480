// Conditions: `if a !b or { path_beg /x }`.
#pragma once

#include <string>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// The condition that `words` of a line begin with; kNone when they begin with none.
Result<model::Index> compile_condition(Compilation& c, const ProxyWork& work, const Line& line, Words words);

/// The words of a line up to its condition, joined.
std::string without_condition(Words words);

/// The words from the condition on; none when there is no condition.
Words condition_words(Words words);

}  // namespace hapax::compile
