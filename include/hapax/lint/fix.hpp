// Repairs: putting the edits of findings into the texts.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/source.hpp>

namespace hapax::lint {

/// What came of one file.
struct Repaired {
  std::string text;
  std::size_t fixes = 0;  ///< how many findings were repaired in it
};

/// The text of `file` after the fixes of `findings`, unsafe ones only if `unsafe`. A fix is applied as a whole or not
/// at all; of two that touch the same bytes the first in `findings` is applied, and the other one is left for another
/// run. Fixes that touch more than one file are left out.
Repaired apply_fixes(const SourceSet& sources, FileId file, std::span<const Diagnostic> findings, bool unsafe);

/// What changes between two texts, as `diff -u` and `git apply` have it; empty when they are the same. `name` is that
/// of the file, for both sides.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name);

}  // namespace hapax::lint
