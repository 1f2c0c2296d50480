// The environment variables that HAProxy sets by itself before it reads a configuration.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// Adds those of the target version to what the configuration sees. HAPROXY_LOCALPEER is the host's name, which a
/// configuration's meaning should not hang on: it is "localpeer" unless the caller gives another.
void add_own_variables(Reading& reading, std::span<const FileId> files);

}  // namespace hapax::config
