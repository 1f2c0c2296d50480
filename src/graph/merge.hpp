// Several nodes drawn as one.
#pragma once

#include <cstddef>
#include <vector>

#include <hapax/graph/topology.hpp>

namespace hapax::graph {

/// `leader[i]` is the node that stands for node i: itself where i stays alone, else the first of its group, which comes
/// before it. The leader gets the names of all as members and keeps the details that all of them share; edges that then
/// run between the same two nodes become one.
Topology merge(const Topology& topology, const std::vector<std::size_t>& leader);

}  // namespace hapax::graph
