// A picture of a thousand servers is a black bar. Where there are more nodes of a kind than a reader takes in, those
// that are alike are drawn as one, the least surprising way first:
//
//   1. neighbours in the configuration that differ in nothing but name and address (the runs that people generate);
//   2. all that differ in nothing else, wherever they stand;
//   3. whatever comes after the first few, by state: "69 more backends" beside the first 31.
//
// A level is taken only where the one before it did not bring the number below the limit. "Alike" is a string, the
// signature: what would be drawn of the node, of its servers, and where the edges to it come from. Frontends go first,
// then backends (whose signatures then speak of groups of frontends), then the addresses and servers of each.
#include <algorithm>
#include <functional>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <hapax/graph/topology.hpp>

#include "graph/merge.hpp"

namespace hapax::graph {
namespace {

using Set = std::vector<std::size_t>;

std::string port_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  return colon == std::string::npos ? "" : address.substr(colon);
}

std::string own_signature(const Node& node) {
  std::string text = fmt::format("{} {}", to_string(node.kind), to_string(node.state));
  for (const std::string& line : node.details) text += "\n" + line;
  if (node.server) {
    const ServerFacts& facts = *node.server;
    text += fmt::format("\n{} {} {} {} {} {}", port_of(facts.address), facts.weight, facts.maxconn, facts.backup,
                        facts.tls, facts.check);
  }
  return text;
}

/// Signatures of every node, with those of servers and addresses worked into the proxies that they belong to.
std::vector<std::string> signatures(const Topology& topology) {
  std::vector<std::string> own;
  for (const Node& node : topology.nodes) own.push_back(own_signature(node));
  std::vector<std::string> all = own;
  for (const Edge& edge : topology.edges) {
    switch (edge.kind) {
      case EdgeKind::serves:
        all[edge.from] += "\nserver " + own[edge.to];
        break;
      case EdgeKind::listens:
        all[edge.to] += "\naddress " + own[edge.from];
        break;
      case EdgeKind::rule:
      case EdgeKind::dynamic:
        all[edge.to] += fmt::format("\nfrom {} {} {}", topology.nodes[edge.from].id, to_string(edge.kind), edge.live);
        break;
      case EdgeKind::answers:
        break;
    }
  }
  return all;
}

enum class Level { neighbours, alike, rest };

/// Joins like nodes of one set, in its order, by setting their leaders.
void join_set(const Topology& topology, const std::vector<std::string>& signature, const Set& set, Level level,
              std::size_t limit, std::vector<std::size_t>& leader) {
  constexpr std::size_t kLeast = 3;
  std::unordered_map<std::string, Set> groups;
  std::string before;
  int run = 0;
  for (std::size_t i = 0; i < set.size(); ++i) {
    std::string key = signature[set[i]];
    if (level == Level::rest) {
      if (i + 1 < limit) continue;
      key = to_string(topology.nodes[set[i]].state);
    } else if (level == Level::neighbours) {
      if (key != before) ++run;
      before = key;
      key = fmt::format("{}", run);
    }
    groups[key].push_back(set[i]);
  }
  for (const auto& [key, members] : groups) {
    if (level != Level::rest && members.size() < kLeast) continue;
    for (const std::size_t member : members) leader[member] = members.front();
  }
}

using Sets = std::function<std::vector<Set>(const Topology&)>;

void collapse_sets(Topology& topology, const Sets& sets, std::size_t limit) {
  for (const Level level : {Level::neighbours, Level::alike, Level::rest}) {
    const std::vector<Set> found = sets(topology);
    if (std::none_of(found.begin(), found.end(), [&](const Set& set) { return set.size() > limit; })) return;
    const std::vector<std::string> signature = signatures(topology);
    std::vector<std::size_t> leader(topology.nodes.size());
    for (std::size_t i = 0; i < leader.size(); ++i) leader[i] = i;
    for (const Set& set : found) {
      if (set.size() > limit) join_set(topology, signature, set, level, limit, leader);
    }
    topology = merge(topology, leader);
  }
}

Set nodes_of(const Topology& topology, std::initializer_list<NodeKind> kinds) {
  Set set;
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    if (std::find(kinds.begin(), kinds.end(), topology.nodes[i].kind) != kinds.end()) set.push_back(i);
  }
  return set;
}

/// The nodes at the other end of each node's edges of one kind.
std::vector<Set> children(const Topology& topology, EdgeKind kind) {
  std::vector<Set> sets(topology.nodes.size());
  for (const Edge& edge : topology.edges) {
    if (edge.kind != kind) continue;
    const bool upstream = kind == EdgeKind::listens;
    sets[upstream ? edge.to : edge.from].push_back(upstream ? edge.from : edge.to);
  }
  for (Set& set : sets) std::sort(set.begin(), set.end());
  return sets;
}

void collapse_children(Topology& topology, std::size_t limit) {
  for (const EdgeKind kind : {EdgeKind::listens, EdgeKind::serves}) {
    collapse_sets(
        topology, [kind](const Topology& t) { return children(t, kind); }, limit);
  }
}

/// The answers of frontends that are drawn as one are one answer.
void join_answers(Topology& topology) {
  std::vector<std::size_t> leader(topology.nodes.size());
  for (std::size_t i = 0; i < leader.size(); ++i) leader[i] = i;
  for (const Set& set : children(topology, EdgeKind::answers)) {
    for (const std::size_t node : set) leader[node] = set.front();
  }
  topology = merge(topology, leader);
}

/// " of 'cart'", " of 858 backends"; empty for what belongs to nothing.
std::string owner(const Topology& topology, std::size_t node) {
  for (const Edge& edge : topology.edges) {
    std::size_t parent = 0;
    if (edge.kind == EdgeKind::serves && edge.to == node) {
      parent = edge.from;
    } else if (edge.kind == EdgeKind::listens && edge.from == node) {
      parent = edge.to;
    } else {
      continue;
    }
    const Node& of = topology.nodes[parent];
    return fmt::format(fmt::runtime(of.members.empty() ? " of '{}'" : " of {}"), of.name);
  }
  return "";
}

void report(Topology& topology) {
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    const Node& node = topology.nodes[i];
    if (node.members.empty()) continue;
    const std::string& first = node.members.front();
    const std::string& last = node.members.back();
    topology.collapsed.push_back(fmt::format("{}{} drawn as one: '{}'{}", node.name, owner(topology, i), first,
                                             first == last ? "" : fmt::format(" to '{}'", last)));
  }
}

}  // namespace

Topology collapse(Topology whole, const Limits& limits) {
  Topology best = std::move(whole);
  const Sets fronts = [](const Topology& t) {
    return std::vector<Set>{nodes_of(t, {NodeKind::frontend, NodeKind::listen})};
  };
  const Sets backs = [](const Topology& t) { return std::vector<Set>{nodes_of(t, {NodeKind::backend})}; };
  collapse_sets(best, fronts, limits.frontends);
  join_answers(best);
  collapse_sets(best, backs, limits.backends);
  for (std::size_t children = limits.children; children > 0; children /= 3) {
    collapse_children(best, children);
    if (best.nodes.size() <= limits.nodes) break;
  }
  report(best);
  return best;
}

}  // namespace hapax::graph
