// How traffic looks in a picture: words on edges and nodes, and the width of edges.
#pragma once

#include <string>
#include <vector>

#include <hapax/graph/topology.hpp>

namespace hapax::graph {

/// "5,304 (48.8 %)": of the backend's requests where the edge leads to a server, else of all; empty where nothing is
/// known.
std::string traffic_label(const Topology& topology, const Edge& edge);

/// Points; by the square root of the share of all requests, so that small shares are seen beside large ones.
double traffic_width(const Topology& topology, const Edge& edge);

/// What a node's traffic was like, a line each: "20,845 requests, 188 a second", "40.4 % busy".
std::vector<std::string> traffic_lines(const Topology& topology, const Node& node);
/// "12 failed"; empty when nothing went wrong.
std::string trouble_line(const Node& node);

/// "20,845 requests of access.log in 111 s".
std::string traffic_caption(const Totals& totals);

}  // namespace hapax::graph
