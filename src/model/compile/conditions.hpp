// Conditions: `if a !b or { path_beg /x }`.
#pragma once

#include <string>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// The condition that `words` begin with; kNone when they begin with none. `scope` is the section whose ACLs count.
Result<model::Index> compile_condition(Compilation& c, const ProxyWork& work, const config::Section* scope,
                                       Words words);

/// The words of a line up to its condition, joined.
std::string without_condition(Words words);

/// The words from the condition on; none when there is no condition.
Words condition_words(Words words);

}  // namespace hapax::compile
