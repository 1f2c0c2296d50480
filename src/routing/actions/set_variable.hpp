// Setting a variable under the conditions of `set-var(NAME,CONDITION...)`.
#pragma once

#include <span>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Sets it when every condition holds: ifexists, ifnotexists (is it set?), ifempty, ifnotempty (is the new value
/// empty?), ifset, ifnotset (is the new value anything but zero or empty?), ifgt, iflt (is the present value greater or
/// less than the new one?). False: it was not set.
bool set_variable(model::Index variable, std::span<const Arg> conditions, Context& context, const Sample& value);

}  // namespace hapax::routing
