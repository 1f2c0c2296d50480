// hapax under the name `haproxy`: what scripts ask it.
#pragma once

#include <string>

#include "cli/frame/command.hpp"

namespace hapax::cli {

/// The program was called as `haproxy`: everything behind the name.
int run_as_haproxy(Arguments arguments);

/// What `-v` and `-vv` print, in the places where scripts look for it.
std::string haproxy_version(bool details);

/// `-cc`: 0 when the condition of an `.if` holds, 1 when not, 2 when it is none.
int evaluate_condition(const std::string& condition);

}  // namespace hapax::cli
