// `hapax lint --fix` and `--diff`.
#pragma once

#include <string>

#include "cli/lint/checker.hpp"

namespace hapax::cli {

/// What the repairs changed.
struct Repair {
  std::size_t fixes = 0;
  std::string diff;  ///< a patch, empty when nothing changes
};

/// Applies the fixes of the first target's findings again and again until nothing changes any more, and writes the
/// files, or with --diff only says what would change.
OrStatus<Repair> repair(const LintOptions& options, const Task& task);

}  // namespace hapax::cli
