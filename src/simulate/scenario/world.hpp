// The servers' side: what the scenario says that each server does at a given time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/simulate/scenario.hpp>
#include <simulate/exponential.hpp>

namespace hapax::simulate {

/// The scenario by server. Patterns are matched once, at construction.
class World {
 public:
  World(const model::RoutingModel& model, const Scenario& scenario, std::uint64_t seed);

  /// The outage that holds at `now`, the first one written where several do.
  [[nodiscard]] std::optional<Outage::Kind> outage(model::Index server, routing::Time now) const {
    return servers_[server].outages.empty() ? std::nullopt : present_outage(server, now);
  }
  /// When the present outage of the server ends; `now` when there is none.
  [[nodiscard]] routing::Time outage_end(model::Index server, routing::Time now) const;
  /// Processors that the server's requests share, by server; 0: each has its own.
  [[nodiscard]] std::vector<double> cores() const;
  /// True when some outage ever concerns the server.
  [[nodiscard]] bool ever_out(model::Index server) const { return !servers_[server].outages.empty(); }
  /// When outages of kind reset begin.
  [[nodiscard]] std::vector<routing::Time> resets(model::Index server) const;

  /// What the server takes for a request that it begins at `now`: the trace's own time if there is one (negative:
  /// none), else the scenario's first matching rule, else a time that the trace gave for an earlier request of the same
  /// backend, else nothing; slow-downs multiply it.
  routing::Time service_time(model::Index server, routing::Time given, routing::Time now) {
    const double mean = servers_[server].mean;
    return given < 0 && mean >= 0 ? exponential_time(mean, random_) : any_service_time(server, given, now);
  }

 private:
  struct Server {
    model::Index backend = 0;
    std::vector<Outage> outages;
    std::vector<Slowdown> slowdowns;
    std::optional<std::size_t> rule;
    double mean = -1;  // of the times that are drawn for it, if these are exponential and it is never slowed down
  };
  // The service times that the trace gave for one backend: a uniform sample of them (Vitter's algorithm R).
  struct Observed {
    std::vector<routing::Time> sample;
    std::uint64_t seen = 0;
  };

  [[nodiscard]] [[gnu::noinline]] std::optional<Outage::Kind> present_outage(model::Index server,
                                                                             routing::Time now) const;
  [[gnu::noinline]] routing::Time any_service_time(model::Index server, routing::Time given, routing::Time now);
  [[nodiscard]] double mean_drawn(const Server& server) const;
  void observe(Observed& observed, routing::Time time);

  std::vector<Server> servers_;
  std::vector<Observed> observed_;  // by proxy
  std::vector<ServiceRule> rules_;
  Xoshiro256 random_;
};

}  // namespace hapax::simulate
