// Names of events of traces.
#pragma once

#include <string_view>
#include <vector>

namespace hapax::config {

/// What `event`, `start`, `stop` and `pause` of a trace may name: the events of a source, "any" and "none".
std::vector<std::string_view> trace_events(std::string_view source);

}  // namespace hapax::config
