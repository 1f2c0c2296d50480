// `log` lines of proxies and of the global section.
#pragma once

#include <optional>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Where a `log` line sends; nothing when the address is wrong.
std::optional<model::LogTarget> log_target(Compilation& c, const config::Directive& line);

}  // namespace hapax::compile
