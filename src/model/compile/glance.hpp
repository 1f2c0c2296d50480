// Which sections need not be compiled where only findings are wanted. Nearly all lines of a large configuration are of
// a kind that the model takes whatever they say, or say something that was compiled before; to see that is a fraction
// of the work of compiling them.
#pragma once

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// True: compiling this proxy, with what it inherits, would find nothing. False: only compiling it tells.
[[nodiscard]] bool finds_nothing(Compilation& c, const config::Section& proxy);

/// Whether an expression that was compiled without a finding would be in any proxy.
[[nodiscard]] bool is_the_same_everywhere(const model::RoutingModel& model, const model::Expression& expression);

}  // namespace hapax::compile
