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
#include <hapax/routing/time.hpp>
#include <hapax/simulate/distribution.hpp>

namespace hapax::simulate {

/// How long the servers that a pattern names take for a request. The first rule that matches wins; a time that the
/// trace itself gives goes before all rules.
struct ServiceRule {
  std::string server;  ///< pattern over "backend/server": `*` stands for any run of characters, `?` for one
  Distribution time;
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
};

/// A server takes longer for a while: service times of requests that begin then are multiplied.
struct Slowdown {
  std::string server;  ///< pattern
  routing::Time from = 0;
  routing::Time to = routing::kNever;
  double factor = 1;
};

/// One kind of request of a workload.
struct RequestTemplate {
  double weight = 1;
  std::string method = "GET";
  std::string path = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string src;  ///< empty: a new address for each request
};

/// Requests that are made, not read.
struct Workload {
  std::string frontend;  ///< empty: the only one there is
  routing::Time duration = 0;
  Distribution between = Constant{0};     ///< time from one request to the next
  std::vector<RequestTemplate> requests;  ///< empty: GET /
};

struct Scenario {
  std::vector<ServiceRule> service;
  std::vector<Outage> outages;
  std::vector<Slowdown> slowdowns;
  std::optional<Workload> workload;
};

/// True when the whole of `text` matches the pattern.
bool glob_match(std::string_view pattern, std::string_view text);

/// Reads a scenario. The error names file and line, and the nearest key where a key is unknown.
Result<Scenario> parse_scenario(std::string_view yaml, std::string_view file_name);

/// An Error when a pattern names no server, or a workload no frontend, of the model.
Result<void> check_scenario(const Scenario& scenario, const model::RoutingModel& model, std::string_view file_name);

}  // namespace hapax::simulate
