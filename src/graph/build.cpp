#include <fmt/format.h>

#include "graph/builder.hpp"

namespace hapax::graph {

std::size_t Builder::add(Node node) {
  if (!ids.insert(node.id).second) {
    int number = 2;
    while (!ids.insert(fmt::format("{}#{}", node.id, number)).second) ++number;
    node.id = fmt::format("{}#{}", node.id, number);
  }
  topology.nodes.push_back(std::move(node));
  return topology.nodes.size() - 1;
}

bool is_front(const model::Proxy& proxy) { return proxy.kind != model::Proxy::Kind::backend; }

Topology build(const model::RoutingModel& model) {
  Builder builder{model, {}, {}, {}, {}};
  builder.topology.files = model.files;
  builder.topology.not_modelled = model.not_modelled;
  add_nodes(builder);
  add_routes(builder);
  mark_unreachable(builder);
  return std::move(builder.topology);
}

}  // namespace hapax::graph
