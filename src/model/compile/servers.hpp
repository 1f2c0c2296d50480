// The options of a server line.
#pragma once

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Applies the options of a `server`, `server-template` or `default-server` line.
void apply_server_options(Compilation& c, ProxyWork& work, const config::Directive& line, model::Server& server);

/// Only says which of them are not modelled.
void check_server_options(Compilation& c, ProxyWork& work, const config::Directive& line);

/// Whether all of them are modelled, and none says anything of what stands on other lines.
[[nodiscard]] bool takes_server_options(const config::Directive& line);

}  // namespace hapax::compile
