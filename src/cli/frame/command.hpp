// What a command is to the frame: a name, a line of help, a function. README.md beside main.cpp says how to add one.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hapax::cli {

/// What stands behind the command's name, as the shell gave it.
using Arguments = std::span<const char* const>;

/// The process' exit status; every command returns one of these.
enum ExitStatus : int {
  kClean = 0,     ///< nothing to complain about
  kFindings = 1,  ///< findings at or above --fail-on, failed assertions, a refused configuration
  kFailure = 2,   ///< usage error, unreadable input, internal failure
};

/// The heading under which `hapax --help` lists the command.
enum class Topic : std::uint8_t { check, understand, operate, reference };

struct Command {
  std::string_view name;  ///< what the user types: "lint"
  Topic topic;
  std::string_view
      summary;  ///< one line in lower case, no full stop: "report everything that is wrong with a configuration"
  int (*run)(Arguments arguments);
};

/// Every command, in the order of its file names.
std::span<const Command* const> commands();

/// The command of that name, or null.
const Command* find_command(std::string_view name);

}  // namespace hapax::cli
