// From a verified configuration to a process that serves.
#pragma once

#include <hapax/model/model.hpp>
#include <hapax/runtime/proxy.hpp>

#include "cli/run/invocation.hpp"
#include "cli/run/process_settings.hpp"

namespace hapax::cli {

/// Opens the listeners, becomes who the configuration says, and serves until a signal. Returns the exit status.
int launch(const model::RoutingModel& model, const ProcessSettings& settings, const Invocation& invocation);

/// Replaces this process by real HAProxy on the same files. Returns only when that fails.
int launch_haproxy(const Invocation& invocation);

}  // namespace hapax::cli
