// What `hapax simulate` plays: a scenario, and a trace or the scenario's workload.
#pragma once

#include <memory>
#include <string>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/simulate/open_trace.hpp>
#include <hapax/simulate/report.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::cli {

/// What the command line says about it.
struct TrafficOptions {
  std::string trace;
  std::string workload;
  std::string scenario;
  std::string frontend;
  std::uint64_t seed = 1;
};

/// Texts of the scenario files, read once; empty where none is named.
struct ScenarioTexts {
  std::string scenario;
  std::string workload;
};
Result<ScenarioTexts> read_scenario_texts(const TrafficOptions& wanted);

/// The scenario, with the workload of a file of its own in place of the scenario's; checked against the model.
Result<simulate::Scenario> make_scenario(const TrafficOptions& wanted, const ScenarioTexts& texts,
                                         const model::RoutingModel& model);

/// The frontend of that name, kNone for an empty one.
Result<model::Index> find_frontend(const std::string& name, const model::RoutingModel& model);

/// What is played.
struct Traffic {
  std::unique_ptr<simulate::TraceReader> reader;
  const simulate::LogReader* log = nullptr;
  routing::Time duration = 0;     ///< of the workloads; 0: a trace, which knows its length itself
  std::string plain_at_tls = {};  ///< a frontend with TLS to which a workload sends requests without; empty: none
  /// How much has been played at the virtual time `now`, 0 to 1; negative where that cannot be known.
  [[nodiscard]] double fraction(routing::Time now) const;
};

Result<Traffic> open_traffic(const TrafficOptions& wanted, const simulate::Scenario& scenario,
                             const model::RoutingModel& model);

/// What is said about a run beside its figures.
simulate::ReportContext context_of(const TrafficOptions& wanted, const Traffic& traffic,
                                   const std::string& configuration, const model::RoutingModel& model);

}  // namespace hapax::cli
