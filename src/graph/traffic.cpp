#include <hapax/graph/traffic.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hapax::graph {
namespace {

using Json = nlohmann::json;

constexpr int kResultVersion = 1;

std::uint64_t count(const Json& row, const char* name) { return row.at(name).get<std::uint64_t>(); }

std::uint64_t sum_of(const Json& outcomes, std::initializer_list<const char*> names) {
  std::uint64_t sum = 0;
  for (const char* name : names) sum += outcomes.value(name, std::uint64_t{0});
  return sum;
}

NodeTraffic figures(const Json& row) {
  const Json& outcomes = row.at("outcomes");
  NodeTraffic traffic;
  traffic.requests = count(row, "requests");
  traffic.refused = sum_of(outcomes, {"denied", "tarpitted", "rejected"});
  const std::uint64_t good = sum_of(outcomes, {"served", "redirected", "returned"});
  traffic.failed = traffic.requests - std::min(traffic.requests, good + traffic.refused);
  traffic.in_service = row.value("mean_in_service", 0.0);
  return traffic;
}

/// The parts of a topology by the names that a result has for them.
class Names {
 public:
  explicit Names(Topology& topology) : topology_(topology) {
    for (std::size_t i = 0; i < topology.nodes.size(); ++i) nodes_.emplace(topology.nodes[i].id, i);
    for (std::size_t i = 0; i < topology.edges.size(); ++i) {
      edges_.emplace(key(topology.edges[i].from, topology.edges[i].to), i);
    }
  }

  /// A frontend, or a listen that is one.
  Result<std::size_t> front(const std::string& name) { return find(name, {"frontend:", "listen:"}, "frontend"); }
  Result<std::size_t> back(const std::string& name) {
    return find(name, {"backend:", "listen:", "frontend:"}, "backend");
  }
  Result<std::size_t> server(const std::string& backend, const std::string& name) {
    return find(backend + "/" + name, {"server:"}, "server");
  }
  /// Where a frontend's own answers are drawn; the frontend itself where it has none.
  std::size_t answer(const std::string& frontend, std::size_t front) const {
    const auto found = nodes_.find("answer:" + frontend);
    return found == nodes_.end() ? front : found->second;
  }

  void add(std::size_t from, std::size_t to, std::uint64_t requests) {
    if (from == to) return;  // a listen's own servers, or an answer that no rule gives
    const auto [place, is_new] = edges_.emplace(key(from, to), topology_.edges.size());
    // Traffic took a way that the model was thought not to have: it is shown, whatever the rules say.
    if (is_new) topology_.edges.push_back({from, to, EdgeKind::dynamic, true, {}, 1});
    Edge& edge = topology_.edges[place->second];
    edge.requests = edge.requests.value_or(0) + requests;
  }

 private:
  static std::uint64_t key(std::size_t from, std::size_t to) { return (std::uint64_t{from} << 32U) | to; }

  Result<std::size_t> find(const std::string& name, std::initializer_list<const char*> prefixes, const char* kind) {
    for (const char* prefix : prefixes) {
      if (const auto found = nodes_.find(prefix + name); found != nodes_.end()) return found->second;
    }
    return fail(fmt::format("the result has a {} '{}' and the configuration does not; it was made from another one",
                            kind, name));
  }

  Topology& topology_;
  std::unordered_map<std::string, std::size_t> nodes_;
  std::unordered_map<std::uint64_t, std::size_t> edges_;
};

/// Every edge between proxies and servers begins with nothing.
void begin_counting(Topology& topology) {
  for (Edge& edge : topology.edges) {
    if (edge.kind != EdgeKind::listens) edge.requests = 0;
  }
}

Result<void> add_proxies(Topology& topology, Names& names, const Json& result) {
  for (const Json& row : result.at("backends")) {
    const auto node = names.back(row.at("name"));
    if (!node) return tl::unexpected(node.error());
    topology.nodes[*node].traffic = figures(row);
  }
  // A listen is both; what came in is what counts then.
  for (const Json& row : result.at("frontends")) {
    const auto node = names.front(row.at("name"));
    if (!node) return tl::unexpected(node.error());
    topology.nodes[*node].traffic = figures(row);
  }
  return {};
}

Result<void> add_servers(Topology& topology, Names& names, const Json& result) {
  for (const Json& row : result.at("servers")) {
    const std::string backend = row.at("backend");
    const auto server = names.server(backend, row.at("name"));
    const auto proxy = names.back(backend);
    if (!server) return tl::unexpected(server.error());
    if (!proxy) return tl::unexpected(proxy.error());
    topology.nodes[*server].traffic = figures(row);
    names.add(*proxy, *server, count(row, "requests"));
  }
  return {};
}

Result<void> add_routes(Names& names, const Json& result) {
  for (const Json& row : result.at("routes")) {
    const std::string frontend = row.at("frontend");
    const auto from = names.front(frontend);
    if (!from) return tl::unexpected(from.error());
    std::size_t to = names.answer(frontend, *from);
    if (const Json& backend = row.at("backend"); !backend.is_null()) {
      const auto found = names.back(backend);
      if (!found) return tl::unexpected(found.error());
      to = *found;
    }
    names.add(*from, to, count(row, "requests"));
  }
  return {};
}

/// The only address of a frontend took all that came to it.
void add_addresses(Topology& topology) {
  std::unordered_map<std::size_t, std::size_t> addresses;
  for (const Edge& edge : topology.edges) {
    if (edge.kind == EdgeKind::listens) ++addresses[edge.to];
  }
  for (Edge& edge : topology.edges) {
    const std::optional<NodeTraffic>& traffic = topology.nodes[edge.to].traffic;
    if (edge.kind == EdgeKind::listens && addresses[edge.to] == 1 && traffic) edge.requests = traffic->requests;
  }
}

Result<void> add(Topology& topology, const Json& result) {
  if (result.value("version", 0) != kResultVersion) {
    return fail(fmt::format("this is no result of version {}", kResultVersion));
  }
  topology.totals = Totals{count(result, "requests"), result.at("span_ms").get<double>() / 1000, result.at("traffic")};
  begin_counting(topology);
  Names names(topology);
  if (auto done = add_proxies(topology, names, result); !done) return done;
  if (auto done = add_servers(topology, names, result); !done) return done;
  if (auto done = add_routes(names, result); !done) return done;
  add_addresses(topology);
  return {};
}

}  // namespace

Result<void> add_traffic(Topology& topology, std::string_view result) {
  try {
    return add(topology, Json::parse(result));
  } catch (const Json::exception&) {
    return fail("this is not what 'hapax simulate --format json' prints");
  }
}

}  // namespace hapax::graph
