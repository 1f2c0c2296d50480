// The topology of a configuration: what listens, which rules lead where, which servers stand behind.
//
// It comes from the RoutingModel alone and is a plain graph of nodes and edges. focus() and collapse() make smaller
// ones of it, draw() (draw.hpp) a picture, to_json() data for programs:
//
//   RoutingModel ──build()──► Topology ──focus()──► Topology ──collapse()──► Topology ──draw()──► svg, png, pdf, dot
//                                                       └────────────────────────────to_json()──► json
//
// Everything is in the order of the configuration, so that the same configuration gives the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>

namespace hapax::graph {

enum class NodeKind : std::uint8_t {
  bind,      ///< a listening address
  frontend,  ///< also a `listen` that chooses between backends
  listen,    ///< frontend and backend in one
  backend,
  server,
  answer,  ///< the proxy answers by itself: deny, redirect, return, ...
};
std::string_view to_string(NodeKind kind);

/// Whether traffic can come to a node.
enum class State : std::uint8_t {
  live,
  backup,       ///< a server that serves only when the others are down
  drained,      ///< a server of weight 0: only persistence leads to it
  disabled,     ///< `disabled` in the configuration
  unreachable,  ///< nothing leads to it; Node::reason says why
  unknown,      ///< no rule is known to lead to it, but there are rules that are not modelled
  table,        ///< a backend that holds a stick table and no server
};
std::string_view to_string(State state);

/// What there is to know of a server.
struct ServerFacts {
  std::string address;
  std::uint32_t weight = 1;
  double share = 0.0;        ///< of the weight of its kind (live or backup) in its backend
  std::int64_t maxconn = 0;  ///< 0: no limit
  bool backup = false;
  bool tls = false;
  std::string check;  ///< "http GET /health"; empty: not checked
};

/// What a simulation counted of a proxy or server.
struct NodeTraffic {
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;   ///< timeouts, errors, full queues, given up
  std::uint64_t refused = 0;  ///< by rules
  double in_service = 0;      ///< servers: requests in service, on average
};

struct Node {
  NodeKind kind = NodeKind::bind;
  std::string id;  ///< unique: "backend:cart", "server:cart/s1"
  std::string name;
  State state = State::live;
  std::string reason;                ///< why it is unreachable or unknown; empty otherwise
  std::vector<std::string> details;  ///< further lines for people: "balance leastconn"
  std::optional<ServerFacts> server;
  std::optional<NodeTraffic> traffic;  ///< where add_traffic() knew some
  model::Place place;
  std::vector<std::string> members;  ///< of a node that stands for several: their names; empty otherwise
};

/// One line of the configuration that leads along an edge.
struct EdgeRule {
  std::string text;  ///< "if is_image", "default_backend", "http-request deny if is_admin"
  model::Place place;
  bool never = false;  ///< an earlier rule leaves nothing for it
};

enum class EdgeKind : std::uint8_t {
  listens,  ///< bind to frontend
  rule,     ///< frontend to backend
  dynamic,  ///< frontend to a backend whose name a rule may make at run time
  serves,   ///< backend to server
  answers,  ///< frontend to its own answer
};
std::string_view to_string(EdgeKind kind);

struct Edge {
  std::size_t from = 0;  ///< into Topology::nodes
  std::size_t to = 0;
  EdgeKind kind = EdgeKind::rule;
  bool live = true;  ///< false: no traffic can take it
  std::vector<EdgeRule> rules;
  std::size_t count = 1;                    ///< how many edges it stands for
  std::optional<std::uint64_t> requests{};  ///< that took it, where add_traffic() knew
};

/// What the numbers of add_traffic() are measured by.
struct Totals {
  std::uint64_t requests = 0;
  double seconds = 0;   ///< of virtual time
  std::string traffic;  ///< where it came from, in the simulation's words
};

struct Topology {
  std::vector<std::string> files;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<model::NotModelled> not_modelled;
  std::vector<std::string> collapsed;  ///< what collapse() put together, a sentence each
  std::optional<Totals> totals;        ///< with add_traffic()
  std::string focus;                   ///< what focus() was asked for; empty: everything is there
};

/// The whole topology.
Topology build(const model::RoutingModel& model);

/// What leads to `name` and what it leads to. The name is a proxy's ("cart", or "backend:cart" where a frontend has the
/// same name), a server's ("s1", "cart/s1") or an address as written after `bind`. The Error names the nearest one.
Result<Topology> focus(const Topology& whole, std::string_view name);

/// How much a picture may hold before like things are drawn as one.
struct Limits {
  std::size_t frontends = 24;
  std::size_t backends = 32;
  std::size_t children = 10;  ///< addresses of a frontend, servers of a backend
  std::size_t nodes = 90;     ///< in all; where there are more, children are put together sooner
};

/// Puts like nodes together until the limits hold, and says in Topology::collapsed what it did.
Topology collapse(Topology whole, const Limits& limits = {});

/// The topology as JSON, for programs: {"version":1,"files":[],"nodes":[],"edges":[],"not_modelled":[]}.
std::string to_json(const Topology& topology);

}  // namespace hapax::graph
