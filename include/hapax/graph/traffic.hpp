// Traffic on a topology: how many requests took each edge, by the result of a simulation.
#pragma once

#include <string_view>

#include <hapax/base/result.hpp>
#include <hapax/graph/topology.hpp>

namespace hapax::graph {

/// Writes the figures of `result`, the text that `hapax simulate --format json` prints, on the edges and nodes of a
/// whole topology (before focus() and collapse(), which keep and add them up). The Error says that it is no such
/// result, or which name in it the topology does not have: then it was made from another configuration.
///
/// Which of several addresses of a frontend a request came by, is not counted: their edges stay without a number.
Result<void> add_traffic(Topology& topology, std::string_view result);

}  // namespace hapax::graph
