// The making of a topology, one pass a file: nodes.cpp, routes.cpp, reach.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include <hapax/graph/topology.hpp>

namespace hapax::graph {

inline constexpr std::size_t kNoNode = ~std::size_t{0};

/// A topology in the making, and which node stands for which part of the model.
struct Builder {
  const model::RoutingModel& model;
  Topology topology;
  std::vector<std::size_t> node_of_proxy;   ///< by index into proxies; kNoNode: has none
  std::vector<std::size_t> node_of_server;  ///< by index into servers
  std::unordered_set<std::string> ids;

  /// Appends a node; its id gets a number behind it where another node has it already.
  std::size_t add(Node node);
};

/// Whether requests come in here: a frontend, or a listen.
bool is_front(const model::Proxy& proxy);

/// Addresses, proxies and servers, and the edges that need no rule.
void add_nodes(Builder& builder);

/// The edges that rules make: to backends, and to the proxy's own answers.
void add_routes(Builder& builder);

/// Marks what no traffic can come to.
void mark_unreachable(Builder& builder);

}  // namespace hapax::graph
