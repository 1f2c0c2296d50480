// What a simulation found out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/routing/outcome.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/simulate/histogram.hpp>
#include <hapax/simulate/series.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

/// Requests by what became of them, indexed by routing::Outcome.
using OutcomeCounts = std::array<std::uint64_t, routing::kOutcomes>;

/// Figures of one frontend or backend. A request counts when it is over; each counts once in its frontend, and once in
/// the backend that was chosen for it.
struct ProxyResult {
  std::string name;
  std::uint64_t requests = 0;
  OutcomeCounts outcomes{};
  Histogram total;                     ///< nanoseconds from `t` to the last byte, of requests that were served
  Histogram queue;                     ///< nanoseconds in queues, of requests that reached a server or gave up waiting
  std::uint64_t longest_queue = 0;     ///< backends: most requests waiting at one time, servers' queues included
  double queue_integral = 0;           ///< backends: request-nanoseconds in queues; divided by the span: mean length
  std::uint64_t most_connections = 0;  ///< frontends: most client connections at one time
  std::uint64_t held_back = 0;         ///< frontends: connections that waited because the frontend was full
};

/// Figures of one server.
struct ServerResult {
  std::string backend;
  std::string name;
  bool backup = false;
  std::uint32_t weight = 0;
  std::int64_t maxconn = 0;
  std::uint64_t requests = 0;  ///< attempts count once per request, for the server that had it last
  OutcomeCounts outcomes{};
  Histogram total;
  double busy = 0;                 ///< nanoseconds of service, summed over its requests
  std::uint64_t most_at_once = 0;  ///< most requests in service at one time
  std::uint64_t failed_attempts = 0;
  std::uint32_t went_down = 0;  ///< by health checks
};

/// How many requests of a frontend came to a backend.
struct RouteResult {
  std::string frontend;
  std::string backend;  ///< empty: to none
  std::uint64_t requests = 0;
};

/// A client and how often a rule turned it away.
struct RefusedClient {
  std::string address;
  std::uint64_t count = 0;
  std::uint64_t excess = 0;  ///< by how much the count may be too high; 0 unless very many clients were refused
  routing::Time first = 0;   ///< when it was refused for the first time since it is counted, and for the last time
  routing::Time last = 0;
};

/// A rule and how many requests it turned away.
struct RefusingRule {
  std::string file;  ///< where it stands
  std::uint32_t line = 0;
  std::string text;  ///< without its condition
  std::uint64_t count = 0;
  routing::Time first = 0;  ///< when it did so for the first time, and for the last time
  routing::Time last = 0;
};

/// True when a rule turned the request away: denied, rejected, tarpitted, or answered with a status of 400 or above.
[[nodiscard]] bool is_refusal(routing::Outcome outcome, std::uint16_t status);

/// All of it.
struct SimulationResult {
  routing::Time begin = 0;  ///< time of the first request
  routing::Time end = 0;    ///< time of the last event
  std::uint64_t requests = 0;
  std::uint64_t events = 0;
  OutcomeCounts outcomes{};
  std::vector<ProxyResult> frontends;
  std::vector<ProxyResult> backends;
  std::vector<ServerResult> servers;
  std::vector<RouteResult> routes;             ///< those that requests took, in the order of the configuration
  Series series;                               ///< empty unless SimulateOptions::series asks for it
  std::vector<RefusingRule> refusing_rules;    ///< those that turned requests away, most first
  std::vector<RefusedClient> refused_clients;  ///< the ten that were refused most, most first
  Damage damage;                               ///< lines of the trace that could not be read
  std::uint64_t unknown_frontend = 0;          ///< those of them whose frontend the configuration does not have
  std::uint64_t refused_changes = 0;  ///< weights that the scenario sets and the algorithm does not allow to change
  std::uint64_t unfinished = 0;       ///< still waiting for something that never comes when the trace was over
  bool interrupted = false;           ///< stopped before the trace was over

  /// Nanoseconds from begin to end, at least one.
  [[nodiscard]] double span() const { return static_cast<double>(end > begin ? end - begin : 1); }
};

}  // namespace hapax::simulate
