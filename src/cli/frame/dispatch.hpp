// From the words of the command line to the command that they name.
#pragma once

#include "cli/frame/command.hpp"

namespace hapax::cli {

/// Runs the command that `arguments` names (the program's own name left out) and returns the exit status. Answers
/// --help and --version itself, and turns what escapes from a command into "internal failure" and status 2.
int dispatch(Arguments arguments);

}  // namespace hapax::cli
