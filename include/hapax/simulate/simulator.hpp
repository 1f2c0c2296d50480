// The simulator: a trace goes through the routing engine on a virtual clock.
//
// One pass over the trace, in memory that depends on what is in flight and not on the trace's length. The same model,
// trace, scenario and seed give the same result on every machine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/outcome.hpp>
#include <hapax/simulate/result.hpp>
#include <hapax/simulate/scenario.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

/// What was decided for one request, given out in the order of the trace.
struct Decision {
  std::uint64_t index = 0;  ///< 0 for the first request of the trace
  model::Index frontend = model::kNone;
  model::Index backend = model::kNone;
  model::Index server = model::kNone;
  routing::Outcome outcome = routing::Outcome::served;
  routing::Time queue = -1;  ///< time in queues; negative when none was reached
  routing::Time total = 0;   ///< from `t` to the last byte of the answer
};

struct SimulateOptions {
  std::uint64_t seed = 1;
  /// Frontend of requests that name none; kNone: the only frontend there is, else they count as unknown.
  model::Index default_frontend = model::kNone;
  /// Stop at the first damaged line.
  bool strict = false;
  /// Record how everything went over time (SimulationResult::series); costs some time per request.
  bool series = false;
  /// Called for every request in the order of the trace; may be empty.
  std::function<void(const Decision&)> decided;
  /// Called now and then with the number of requests read; false stops the run. May be empty.
  std::function<bool(std::uint64_t requests, routing::Time now)> progress;
};

/// Plays the whole trace, and beside it the closed loops among the scenario's workloads. An Error only when the trace
/// cannot be read, or has a damaged line and `strict` is set.
Result<SimulationResult> simulate(const model::RoutingModel& model, const Scenario& scenario, TraceReader& trace,
                                  const SimulateOptions& options);

/// The requests of workloads, as one trace; closed loops are left out, simulate() plays them. `seed` decides times and
/// the mix.
std::unique_ptr<TraceReader> generate(const std::vector<Workload>& workloads, std::uint64_t seed);
std::unique_ptr<TraceReader> generate(const Workload& workload, std::uint64_t seed);

}  // namespace hapax::simulate
