#include <fmt/format.h>

#include "graph/builder.hpp"
#include "graph/describe.hpp"

namespace hapax::graph {
namespace {

using model::Proxy;

NodeKind kind_of(const Proxy& proxy) {
  if (proxy.kind == Proxy::Kind::backend) return NodeKind::backend;
  if (proxy.kind == Proxy::Kind::frontend || proxy.servers.empty()) return NodeKind::frontend;
  return NodeKind::listen;
}

void add_binds(Builder& builder, const Proxy& proxy, std::size_t front) {
  for (model::Index i = proxy.binds.first; i < proxy.binds.end(); ++i) {
    const model::Bind& bind = builder.model.binds[i];
    Node node;
    node.kind = NodeKind::bind;
    node.name = bind.text.empty() ? describe(bind.address) : bind.text;
    node.id = fmt::format("bind:{}/{}", proxy.name, node.name);
    node.place = bind.place;
    node.state = proxy.disabled ? State::disabled : State::live;
    if (bind.quic) {
      node.details.emplace_back("QUIC");
    } else if (bind.tls) {
      node.details.emplace_back("TLS");
    }
    if (bind.accept_proxy) node.details.emplace_back("accepts the PROXY protocol");
    if (bind.maxconn > 0) node.details.push_back(fmt::format("maxconn {}", bind.maxconn));
    const std::size_t from = builder.add(std::move(node));
    builder.topology.edges.push_back({from, front, EdgeKind::listens, !proxy.disabled, {}, 1});
  }
}

std::size_t add_proxy(Builder& builder, const Proxy& proxy) {
  Node node;
  node.kind = kind_of(proxy);
  node.name = proxy.name;
  node.id = fmt::format("{}:{}", to_string(node.kind), proxy.name);
  node.place = proxy.place;
  node.details = details(builder.model, proxy);
  if (proxy.disabled) {
    node.state = State::disabled;
  } else if (proxy.kind == Proxy::Kind::backend && proxy.servers.empty() && proxy.stick_table != model::kNone) {
    node.state = State::table;
  }
  return builder.add(std::move(node));
}

State state_of(const model::Server& server) {
  if (server.disabled) return State::disabled;
  if (server.weight == 0) return State::drained;
  return server.backup ? State::backup : State::live;
}

/// The weights of those that share the traffic: live servers among each other, backups among each other.
struct Weights {
  double live = 0;
  double backup = 0;

  [[nodiscard]] double of(const model::Server& server) const { return server.backup ? backup : live; }
};

Weights add_up(const model::RoutingModel& model, const Proxy& proxy) {
  Weights sum;
  for (model::Index i = proxy.servers.first; i < proxy.servers.end(); ++i) {
    const model::Server& server = model.servers[i];
    if (!server.disabled) (server.backup ? sum.backup : sum.live) += server.weight;
  }
  return sum;
}

Node server_node(const Proxy& proxy, const model::Server& server, const Weights& weights) {
  Node node;
  node.kind = NodeKind::server;
  node.name = server.name;
  node.id = fmt::format("server:{}/{}", proxy.name, server.name);
  node.place = server.place;
  node.state = state_of(server);
  ServerFacts facts;
  facts.address = describe(server.address);
  facts.weight = server.weight;
  if (const double all = weights.of(server); all > 0 && !server.disabled) facts.share = server.weight / all;
  facts.maxconn = server.maxconn;
  facts.backup = server.backup;
  facts.tls = server.tls;
  facts.check = describe(server.check);
  if (server.slowstart > 0) node.details.push_back("slowstart " + describe_time(server.slowstart));
  if (server.send_proxy || server.send_proxy_v2) node.details.emplace_back("sends the PROXY protocol");
  if (!server.redirect_prefix.empty()) node.details.push_back("redirects to " + server.redirect_prefix);
  node.server = std::move(facts);
  return node;
}

void add_servers(Builder& builder, const Proxy& proxy, std::size_t back) {
  const Weights weights = add_up(builder.model, proxy);
  for (model::Index i = proxy.servers.first; i < proxy.servers.end(); ++i) {
    const model::Server& server = builder.model.servers[i];
    const std::size_t to = builder.add(server_node(proxy, server, weights));
    builder.node_of_server[i] = to;
    builder.topology.edges.push_back(
        {back, to, EdgeKind::serves, !proxy.disabled && !server.disabled && server.weight > 0, {}, 1});
  }
}

}  // namespace

void add_nodes(Builder& builder) {
  builder.node_of_proxy.assign(builder.model.proxies.size(), kNoNode);
  builder.node_of_server.assign(builder.model.servers.size(), kNoNode);
  for (std::size_t i = 0; i < builder.model.proxies.size(); ++i) {
    const Proxy& proxy = builder.model.proxies[i];
    const std::size_t node = add_proxy(builder, proxy);
    builder.node_of_proxy[i] = node;
    add_binds(builder, proxy, node);
    add_servers(builder, proxy, node);
  }
}

}  // namespace hapax::graph
