// Keeps the figures while a simulation runs, and gives decisions out in the order of the trace.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include <hapax/model/model.hpp>
#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {

class Recorder {
 public:
  Recorder(const model::RoutingModel& model, const std::function<void(const Decision&)>& decided);

  /// A request is over.
  void finished(const Decision& decision, routing::Time busy);
  /// A request began or ended being served by a server.
  void in_service(model::Index server, int change);
  /// A request came into a queue of the backend or left it.
  void in_queue(model::Index backend, int change, routing::Time now);
  void failed_attempt(model::Index server) { ++result_.servers[server].failed_attempts; }
  void went_down(model::Index server) { ++result_.servers[server].went_down; }
  /// A client's connection was accepted, closed, or had to wait.
  void connections(model::Index frontend, std::uint64_t open);
  void held_back(model::Index frontend) { ++result_.frontends[frontend_place_[frontend]].held_back; }

  [[nodiscard]] SimulationResult& result() { return result_; }
  /// Gives out the decisions that still wait for an earlier request that never ended.
  void flush();

 private:
  struct Queue {
    std::uint64_t length = 0;
    routing::Time since = 0;
  };

  const std::function<void(const Decision&)>& decided_;
  SimulationResult result_;
  std::vector<std::size_t> frontend_place_;  // by proxy: place in result_.frontends
  std::vector<std::size_t> backend_place_;
  std::vector<std::uint64_t> serving_;  // by server
  std::vector<Queue> queues_;           // by proxy
  std::deque<Decision> pending_;        // decisions from next_ on; those not yet made have index kOpen
  std::uint64_t next_ = 0;
};

}  // namespace hapax::simulate
