// `quiet` in the global section: HAProxy prints neither warnings nor alerts that do not stop it.
#pragma once

#include <hapax/base/diagnostic.hpp>
#include <hapax/config/config.hpp>

namespace hapax::config {

/// Where the configuration is quiet, what HAProxy would only print becomes a finding of ours: it is no less right.
void hide_what_is_only_printed(const Config& config, Diagnostics& findings);

}  // namespace hapax::config
