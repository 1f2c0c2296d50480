// A scenario: what the configuration cannot say about the world round the proxy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/message.hpp>
#include <hapax/routing/server_state.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/simulate/distribution.hpp>

namespace hapax::simulate {

/// Where something stands in a scenario file, from 1; 0: it was not read from one.
struct ScenarioPlace {
  int line = 0;
  int column = 0;
};

/// How the servers that a pattern names work. The first rule that matches wins.
struct ServiceRule {
  std::string server;  ///< pattern over "backend/server": `*` stands for any run of characters, `?` for one
  std::optional<Distribution> time;  ///< what a request takes; a time that the trace itself gives goes before it
  bool shares = false;               ///< processor sharing: all requests in service share `cores` equally, at most one
  double cores = 1;                  ///< each; else each request has a processor of its own
  ScenarioPlace place = {};
};

/// A server does not do its work for a while.
struct Outage {
  enum class Kind : std::uint8_t {
    refuse,     ///< new connections are refused, those that exist live
    blackhole,  ///< new connections are never answered
    reset,      ///< connections are accepted, then broken, those that exist too
    error_500   ///< requests are answered at once with status 500
  };
  std::string server;  ///< pattern
  routing::Time from = 0;
  routing::Time to = routing::kNever;
  Kind kind = Kind::refuse;
  ScenarioPlace place = {};
};

/// A server takes longer for a while: service times of requests that begin then are multiplied.
struct Slowdown {
  std::string server;  ///< pattern
  routing::Time from = 0;
  routing::Time to = routing::kNever;
  double factor = 1;
  ScenarioPlace place = {};
};

/// From `at` on a server's agent answers this line ("75%", "drain", "maxconn:20 up"). The proxy hears it at the agent's
/// next check.
struct AgentAnswer {
  std::string server;  ///< pattern; servers with agent-check only
  routing::Time at = 0;
  std::string says;
  ScenarioPlace place = {};
};

/// What an administrator does on the socket: `set server B/S state|weight`, `set maxconn server B/S`.
struct AdminChange {
  std::string server;  ///< pattern
  routing::Time at = 0;
  std::optional<routing::AdminState> state;
  std::optional<std::uint32_t> weight;
  std::optional<std::int64_t> maxconn;
  ScenarioPlace place = {};
};

/// How long clients of a frontend wait for an answer before they close the connection. The first rule that matches
/// wins; a patience that the trace itself gives goes before it.
struct PatienceRule {
  std::string frontend;  ///< pattern over its name
  Distribution time;
  ScenarioPlace place = {};
};

/// A number drawn for each request, from least to most; with an exponent by Zipf's law (the n-th number is drawn
/// n^exponent times less often than the first), else each equally likely.
struct RandomNumber {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  double zipf = 0;  ///< 0: uniform
};

/// A text with numbers to be drawn: "/item/{1..1000}", "/item/{1..1000 zipf 1.1}".
struct TextTemplate {
  struct Piece {
    std::string text;  ///< stands before the number
    std::optional<RandomNumber> number;
  };
  std::vector<Piece> pieces;
};

/// Reads such a text; the Error says what is wrong with its braces.
Result<TextTemplate> parse_text_template(std::string_view text);

/// Where requests come from: one of so many clients with neighbouring addresses, the first one given.
struct Sources {
  routing::Address first;
  RandomNumber client;  ///< its distance from the first
};

/// One kind of request of a workload.
struct RequestTemplate {
  double weight = 1;
  std::string method = "GET";
  TextTemplate path{{{"/", std::nullopt}}};
  std::vector<std::pair<std::string, TextTemplate>> headers;
  std::optional<Sources> src;        ///< none: a new address for each request
  std::optional<Distribution> time;  ///< what the server takes; none: as the service rules say
  std::string sni;                   ///< not empty: over TLS
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

/// Arrivals of a Markov-modulated Poisson process: it stays in each state for an exponential time, with Poisson
/// arrivals at the state's rate, then goes to one of the others.
struct Bursts {
  struct State {
    double rate = 0;  ///< requests a second
    double stay = 0;  ///< mean, nanoseconds
  };
  std::vector<State> states;  ///< at least two
};

/// Poisson arrivals whose rate follows the time of day: linear between the given rates, which are spread evenly over
/// the period and repeat.
struct Diurnal {
  std::vector<double> rates;  ///< requests a second; at least one is above 0
  routing::Time period = 86'400 * routing::kSecond;
};

/// So many clients, each of which thinks, asks, waits for the answer, and thinks again.
struct ClosedLoop {
  std::uint32_t clients = 1;
  Distribution think = Constant{0};
  bool keep_alive = true;  ///< all requests of a client by one connection
};

/// How requests come: renewal (times between them are independent and alike, Poisson if exponential), or one of these.
using Arrivals = std::variant<Distribution, Bursts, Diurnal, ClosedLoop>;

/// Requests that are made, not read.
struct Workload {
  std::string frontend;  ///< empty: the only one there is
  routing::Time duration = 0;
  Arrivals arrivals;
  std::vector<RequestTemplate> requests;  ///< empty: GET /
  ScenarioPlace place = {};
};

struct Scenario {
  std::vector<ServiceRule> service;
  std::vector<Outage> outages;
  std::vector<Slowdown> slowdowns;
  std::vector<AgentAnswer> agents;
  std::vector<AdminChange> admin;
  std::vector<PatienceRule> patience;
  std::vector<Workload> workloads;
};

/// True when the whole of `text` matches the pattern.
bool glob_match(std::string_view pattern, std::string_view text);

/// Reads a scenario. The error names file, line and column, and the nearest key where a key is unknown.
Result<Scenario> parse_scenario(std::string_view yaml, std::string_view file_name);

/// An Error when a pattern names no server, or a workload no frontend, of the model, or the answers of an agent a
/// server that asks none.
Result<void> check_scenario(const Scenario& scenario, const model::RoutingModel& model, std::string_view file_name);

}  // namespace hapax::simulate
