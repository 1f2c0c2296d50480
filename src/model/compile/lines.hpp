// The lines of a proxy, applied in order.
#pragma once

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Applies the lines of the defaults sections that a proxy inherits from, the farthest first, then its own.
void apply_lines(Compilation& c, ProxyWork& work);

}  // namespace hapax::compile
