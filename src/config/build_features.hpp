// What a build of HAProxy can do: `.if feature(NAME)`.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// Whether the target's usual build on Linux, less what `--without` names, has the feature.
bool has_build_feature(const Reading& reading, std::string_view name);

}  // namespace hapax::config
