// One request's way through the router, recorded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/router.hpp>

namespace hapax::cli {

/// A rule that was evaluated.
struct RuleStep {
  model::Place place;
  std::string rule;
  bool matched = false;
  std::string why;
};

/// A server that was looked at.
struct ServerStep {
  model::Index server = model::kNone;
  bool chosen = false;
  std::string why;
};

using Step = std::variant<RuleStep, ServerStep>;
using HeaderList = std::vector<std::pair<std::string, std::string>>;  ///< names in lower case

struct ForwardedRequest {
  std::string method;
  std::string path;
  HeaderList headers;
};

struct GivenResponse {
  std::uint16_t status = 0;
  HeaderList headers;
  std::string body;
};

/// All that is told about one request.
struct Journey {
  model::Index frontend = model::kNone;
  model::Index backend = model::kNone;
  model::Index server = model::kNone;
  routing::Outcome outcome = routing::Outcome::served;
  std::string refused;  ///< not empty: no rule has seen the request, and this is why
  std::vector<Step> steps;
  bool forwarded = false;
  ForwardedRequest request;
  bool answered = false;  ///< `response` is what the client gets, or what the trace gave after the rules
  GivenResponse response;
  std::vector<const model::NotModelled*> not_modelled;  ///< lines that could have changed it
};

/// One request to be sent on its way. What it points to outlives travel().
struct Departure {
  routing::Time t = 0;
  routing::Request request;
  const routing::Response* response = nullptr;  ///< the server's answer; null: it is not known
};

/// Sends requests through one router, one after the other, each finished before the next.
class Traveller {
 public:
  explicit Traveller(const model::RoutingModel& model);

  /// A client connects. False: a rule rejected it; `journey` says so, and there is nothing to close.
  bool open(routing::ClientConnection& connection, routing::Time t, routing::ConnectionState*& state, Journey& journey);
  void close(routing::ConnectionState* state, routing::Time t) { router_.close(state, t); }

  /// Adds to `journey`, which may hold the steps of open(). False: the connection is over.
  bool travel(routing::ClientConnection& connection, routing::ConnectionState* state, const Departure& departure,
              Journey& journey);

 private:
  void advance(routing::Time t);
  /// Chooses a server until one gives an answer that is passed on.
  routing::Placement reach_server(routing::Transaction& transaction, const Departure& departure, routing::Trace& trace);
  void respond(routing::Transaction& transaction, const Departure& departure, Journey& journey, routing::Trace& trace);
  void add_not_modelled(Journey& journey) const;

  const model::RoutingModel& model_;
  Xoshiro256 random_;
  routing::Router router_;
  routing::Effects effects_;
};

}  // namespace hapax::cli
