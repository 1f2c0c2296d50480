// Files that a configuration refers to, found where HAProxy finds them: from the working directory, unless
// `default-path` of the global section says otherwise.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Its text; nothing when no files are looked at, or it cannot be read or is longer than `limit`.
std::optional<std::string> read_file(Compilation& c, std::string_view name, std::size_t limit);

}  // namespace hapax::compile
