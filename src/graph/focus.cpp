// One thing and its surroundings: what leads to it, against the edges, and what it leads to, along them.
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/graph/topology.hpp>

namespace hapax::graph {
namespace {

/// The names by which a node may be asked for: "s1", "cart/s1", "server:cart/s1".
std::vector<std::string_view> names_of(const Node& node) {
  const std::string_view id = node.id;
  return {node.name, id, id.substr(id.find(':') + 1)};
}

bool goes_by(const Node& node, std::string_view name) {
  for (const std::string_view own : names_of(node)) {
    if (own == name) return true;
  }
  return false;
}

tl::unexpected<Error> unknown(const Topology& whole, std::string_view name) {
  std::vector<std::string_view> candidates;
  for (const Node& node : whole.nodes) {
    if (node.kind == NodeKind::answer) continue;
    for (const std::string_view own : names_of(node)) candidates.push_back(own);
  }
  std::string message = fmt::format("nothing in the configuration is named '{}'", name);
  if (const auto near = nearest(name, candidates)) message += fmt::format("; did you mean '{}'?", *near);
  return fail(std::move(message));
}

/// Marks what can be reached from the nodes in `open`, forwards or backwards.
void spread(const Topology& whole, std::vector<std::size_t> open, bool forwards, std::vector<bool>& kept) {
  std::vector<std::vector<std::size_t>> next(whole.nodes.size());
  for (const Edge& edge : whole.edges) {
    if (forwards) {
      next[edge.from].push_back(edge.to);
    } else {
      next[edge.to].push_back(edge.from);
    }
  }
  std::vector<bool> seen(whole.nodes.size(), false);
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    if (seen[node]) continue;
    seen[node] = true;
    kept[node] = true;
    open.insert(open.end(), next[node].begin(), next[node].end());
  }
}

Topology only(const Topology& whole, const std::vector<bool>& kept) {
  Topology part;
  part.files = whole.files;
  part.not_modelled = whole.not_modelled;
  part.totals = whole.totals;
  std::vector<std::size_t> place(whole.nodes.size(), 0);
  for (std::size_t i = 0; i < whole.nodes.size(); ++i) {
    if (!kept[i]) continue;
    place[i] = part.nodes.size();
    part.nodes.push_back(whole.nodes[i]);
  }
  for (const Edge& edge : whole.edges) {
    if (!kept[edge.from] || !kept[edge.to]) continue;
    part.edges.push_back(edge);
    part.edges.back().from = place[edge.from];
    part.edges.back().to = place[edge.to];
  }
  return part;
}

}  // namespace

Result<Topology> focus(const Topology& whole, std::string_view name) {
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < whole.nodes.size(); ++i) {
    if (goes_by(whole.nodes[i], name)) wanted.push_back(i);
  }
  if (wanted.empty()) return unknown(whole, name);
  std::vector<bool> kept(whole.nodes.size(), false);
  spread(whole, wanted, true, kept);
  spread(whole, wanted, false, kept);
  Topology part = only(whole, kept);
  part.focus = std::string(name);
  return part;
}

}  // namespace hapax::graph
