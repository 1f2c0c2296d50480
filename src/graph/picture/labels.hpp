// What is written on nodes and edges: HTML-like labels of Graphviz.
#pragma once

#include <string>

#include <hapax/graph/topology.hpp>

namespace hapax::graph {

std::string node_label(const Topology& topology, const Node& node);

/// How much traffic took an edge, where that is known, and its rules, a line or two each, the first few of them; empty
/// when there is nothing to say.
std::string edge_label(const Topology& topology, const Edge& edge);

/// What stands below the picture: the files, what was drawn as one, how many lines were not modelled.
std::string caption(const Topology& topology);

/// Every rule of an edge in full, a line each.
std::string edge_tooltip(const Topology& topology, const Edge& edge);
std::string node_tooltip(const Topology& topology, const Node& node);

}  // namespace hapax::graph
