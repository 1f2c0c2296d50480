// Configurations that are queueing systems, and estimates of their means from replicated runs.
//
// A proxy in front of servers with a maxconn is one: requests wait in the proxy, in order, and a server works on at
// most maxconn of them at a time. Without a maxconn and with processor sharing each server is a queue of its own.
#pragma once

#include <cstdint>
#include <string>

#include <hapax/model/model.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate::theory {

struct System {
  std::string name;
  std::size_t servers = 1;
  std::int64_t maxconn = 1;   ///< 0: none
  std::int64_t maxqueue = 0;  ///< 0: none
  model::BalanceAlgorithm algorithm = model::BalanceAlgorithm::roundrobin;
  bool shares = false;  ///< processor sharing
  Distribution service;
  /// Requests in service at most, all servers together, for the load.
  [[nodiscard]] double slots() const;
};

/// Nanoseconds; every distribution of a System has this mean.
inline constexpr double kMeanService = 10e6;

/// A lognormal time of that mean.
Distribution lognormal_service(double sigma);

model::RoutingModel model_of(const System& system);

/// A mean, and how far the true one may lie from it with 99 % confidence.
struct Estimate {
  double mean = 0;
  double half_width = 0;
};

/// In units of the mean service time.
struct Measured {
  Estimate wait;     ///< in queues, of those that were let in
  Estimate time;     ///< in the system, of those that were served
  Estimate waiting;  ///< mean number of requests in queues
  Estimate present;  ///< mean number of requests in service
  Estimate loss;     ///< share turned away by full queues
};

/// `replications` runs of so many requests each, with seeds from `seed` on, on as many threads as given.
Measured measure(const System& system, double load, double requests, int replications, std::uint64_t seed,
                 unsigned threads);

}  // namespace hapax::simulate::theory
