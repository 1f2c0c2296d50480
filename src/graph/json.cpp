#include <nlohmann/json.hpp>

#include <hapax/graph/topology.hpp>

#include "graph/text.hpp"

namespace hapax::graph {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Topology& topology, const model::Place& place) {
  if (place.line == 0) return nullptr;
  const bool known = place.file < topology.files.size();
  return {{"file", known ? Json(printable(topology.files[place.file])) : Json(nullptr)}, {"line", place.line}};
}

Json to_json(const ServerFacts& facts) {
  return {{"address", printable(facts.address)},
          {"weight", facts.weight},
          {"share", facts.share},
          {"maxconn", facts.maxconn == 0 ? Json(nullptr) : Json(facts.maxconn)},
          {"backup", facts.backup},
          {"tls", facts.tls},
          {"check", facts.check.empty() ? Json(nullptr) : Json(printable(facts.check))}};
}

Json to_json(const Topology& topology, const Node& node) {
  Json out{{"id", printable(node.id)},
           {"kind", to_string(node.kind)},
           {"name", printable(node.name)},
           {"state", to_string(node.state)}};
  if (!node.reason.empty()) out["reason"] = node.reason;
  if (!node.details.empty()) {
    Json& lines = out["details"] = Json::array();
    for (const std::string& line : node.details) lines.push_back(printable(line));
  }
  if (node.server) out["server"] = to_json(*node.server);
  if (node.traffic) {
    out["traffic"] = {{"requests", node.traffic->requests},
                      {"failed", node.traffic->failed},
                      {"refused", node.traffic->refused},
                      {"in_service", node.traffic->in_service}};
  }
  out["place"] = to_json(topology, node.place);
  if (!node.members.empty()) {
    Json& members = out["members"] = Json::array();
    for (const std::string& member : node.members) members.push_back(printable(member));
  }
  return out;
}

Json to_json(const Topology& topology, const Edge& edge) {
  Json rules = Json::array();
  for (const EdgeRule& rule : edge.rules) {
    rules.push_back({{"text", printable(rule.text)}, {"place", to_json(topology, rule.place)}, {"never", rule.never}});
  }
  Json out{{"from", printable(topology.nodes[edge.from].id)},
           {"to", printable(topology.nodes[edge.to].id)},
           {"kind", to_string(edge.kind)},
           {"live", edge.live},
           {"rules", std::move(rules)}};
  if (edge.requests) out["requests"] = *edge.requests;
  return out;
}

}  // namespace

std::string to_json(const Topology& topology) {
  Json out{{"version", 1}, {"files", Json::array()}};
  for (const std::string& file : topology.files) out["files"].push_back(printable(file));
  if (topology.totals) {
    out["traffic"] = {{"requests", topology.totals->requests},
                      {"seconds", topology.totals->seconds},
                      {"of", printable(topology.totals->traffic)}};
  }
  if (!topology.focus.empty()) out["focus"] = printable(topology.focus);
  out["nodes"] = Json::array();
  for (const Node& node : topology.nodes) out["nodes"].push_back(to_json(topology, node));
  out["edges"] = Json::array();
  for (const Edge& edge : topology.edges) out["edges"].push_back(to_json(topology, edge));
  out["not_modelled"] = Json::array();
  for (const model::NotModelled& line : topology.not_modelled) {
    out["not_modelled"].push_back({{"text", printable(line.text)}, {"place", to_json(topology, line.place)}});
  }
  return out.dump(2) + "\n";
}

}  // namespace hapax::graph
