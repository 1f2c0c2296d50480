#include "graph/merge.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

namespace hapax::graph {
namespace {

std::string_view plural(NodeKind kind) {
  switch (kind) {
    case NodeKind::bind:
      return "addresses";
    case NodeKind::frontend:
      return "frontends";
    case NodeKind::listen:
      return "listens";
    case NodeKind::backend:
      return "backends";
    case NodeKind::server:
      return "servers";
    case NodeKind::answer:
      return "answers";
  }
  return "";
}

void keep_common(std::vector<std::string>& lines, const std::vector<std::string>& other) {
  std::erase_if(lines,
                [&](const std::string& line) { return std::find(other.begin(), other.end(), line) == other.end(); });
}

/// What the servers of a group have in common; the address is that of the first.
void keep_common(std::optional<ServerFacts>& facts, const std::optional<ServerFacts>& other) {
  if (!facts || !other) {
    facts.reset();
    return;
  }
  const bool alike = facts->weight == other->weight && facts->maxconn == other->maxconn &&
                     facts->backup == other->backup && facts->tls == other->tls && facts->check == other->check;
  if (!alike) {
    facts.reset();
    return;
  }
  facts->share += other->share;
  if (facts->address != other->address) facts->address.clear();
}

void join(Node& group, const Node& node) {
  if (group.members.empty()) group.members.push_back(group.name);
  if (node.members.empty()) {
    group.members.push_back(node.name);
  } else {
    group.members.insert(group.members.end(), node.members.begin(), node.members.end());
  }
  keep_common(group.details, node.details);
  keep_common(group.server, node.server);
  if (!node.traffic) return;
  if (!group.traffic) group.traffic.emplace();
  group.traffic->requests += node.traffic->requests;
  group.traffic->failed += node.traffic->failed;
  group.traffic->refused += node.traffic->refused;
  group.traffic->in_service += node.traffic->in_service;
}

void name_group(Node& node) {
  if (node.members.empty()) return;
  if (node.kind == NodeKind::answer) {
    node.members.clear();
    return;
  }
  node.name = fmt::format("{} {}", node.members.size(), plural(node.kind));
}

}  // namespace

Topology merge(const Topology& topology, const std::vector<std::size_t>& leader) {
  Topology out;
  out.files = topology.files;
  out.not_modelled = topology.not_modelled;
  out.focus = topology.focus;
  out.totals = topology.totals;
  std::vector<std::size_t> place(topology.nodes.size());
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    if (leader[i] == i) {
      place[i] = out.nodes.size();
      out.nodes.push_back(topology.nodes[i]);
    } else {
      place[i] = place[leader[i]];
      join(out.nodes[place[i]], topology.nodes[i]);
    }
  }
  for (Node& node : out.nodes) name_group(node);
  std::map<std::tuple<std::size_t, std::size_t, EdgeKind>, std::size_t> known;
  for (const Edge& edge : topology.edges) {
    const std::tuple key{place[edge.from], place[edge.to], edge.kind};
    const auto [at, is_new] = known.try_emplace(key, out.edges.size());
    if (is_new) {
      out.edges.push_back(edge);
      out.edges.back().from = std::get<0>(key);
      out.edges.back().to = std::get<1>(key);
      continue;
    }
    Edge& joined = out.edges[at->second];
    joined.live = joined.live || edge.live;
    joined.count += edge.count;
    if (edge.requests) joined.requests = joined.requests.value_or(0) + *edge.requests;
    joined.rules.insert(joined.rules.end(), edge.rules.begin(), edge.rules.end());
  }
  return out;
}

}  // namespace hapax::graph
