// Stick tables: of a proxy, or of a peers section.
#pragma once

#include <string>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Declares the table that a `stick-table` or `table` line describes. `name` is that by which rules call it.
model::Index declare_stick_table(Compilation& c, const std::string& name, const config::Directive& line);

}  // namespace hapax::compile
