// What no traffic can come to: one walk over the live edges from everything that listens.
#include <algorithm>
#include <vector>

#include "graph/builder.hpp"

namespace hapax::graph {
namespace {

/// True for what the walk starts from: a proxy that is enabled and has an address to listen on.
bool is_source(const model::Proxy& proxy) { return is_front(proxy) && !proxy.disabled && !proxy.binds.empty(); }

std::vector<bool> walk(const Builder& builder) {
  const Topology& topology = builder.topology;
  std::vector<std::vector<std::size_t>> next(topology.nodes.size());
  for (const Edge& edge : topology.edges) {
    if (edge.live) next[edge.from].push_back(edge.to);
  }
  std::vector<bool> reached(topology.nodes.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < builder.model.proxies.size(); ++i) {
    if (is_source(builder.model.proxies[i])) open.push_back(builder.node_of_proxy[i]);
  }
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    if (reached[node]) continue;
    reached[node] = true;
    for (const std::size_t to : next[node]) {
      if (topology.nodes[to].state != State::disabled) open.push_back(to);
    }
  }
  return reached;
}

std::vector<bool> targets(const Topology& topology) {
  std::vector<bool> is_target(topology.nodes.size(), false);
  for (const Edge& edge : topology.edges) is_target[edge.to] = true;
  return is_target;
}

/// A line of `use_backend` or `default_backend` that the model does not hold: it may lead anywhere.
bool has_unknown_routes(const model::RoutingModel& model) {
  const auto leads_on = [](const model::NotModelled& line) {
    return line.text.starts_with("use_backend") || line.text.starts_with("default_backend");
  };
  return std::any_of(model.not_modelled.begin(), model.not_modelled.end(), leads_on);
}

void mark(Node& node, bool is_target, bool routes_unknown) {
  node.state = State::unreachable;
  if (node.kind != NodeKind::backend) {
    node.reason = "it listens on no address";
  } else if (routes_unknown) {
    node.state = State::unknown;
    node.reason = "a rule that is not modelled may lead here";
  } else {
    node.reason = is_target ? "nothing gets through to it" : "no rule leads here";
  }
}

}  // namespace

void mark_unreachable(Builder& builder) {
  const std::vector<bool> reached = walk(builder);
  const std::vector<bool> is_target = targets(builder.topology);
  const bool routes_unknown = has_unknown_routes(builder.model);
  for (const std::size_t node : builder.node_of_proxy) {
    Node& proxy = builder.topology.nodes[node];
    if (reached[node] || proxy.state != State::live) continue;
    mark(proxy, is_target[node], routes_unknown);
  }
  for (Edge& edge : builder.topology.edges) {
    if (edge.kind != EdgeKind::listens && !reached[edge.from]) edge.live = false;
  }
}

}  // namespace hapax::graph
