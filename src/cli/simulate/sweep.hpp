// Many simulations for one answer: every combination of the numbers that are swept, each replicated with other seeds.
#pragma once

#include <string>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/simulate/report.hpp>
#include <hapax/simulate/result.hpp>

#include "cli/frame/configuration.hpp"
#include "cli/frame/options.hpp"
#include "cli/simulate/sweep_values.hpp"
#include "cli/simulate/traffic.hpp"

namespace hapax::cli {

struct SweepOptions {
  std::vector<SweepAxis> axes;
  std::uint64_t replications = 1;
  std::uint64_t jobs = 0;  ///< threads; 0: as many as the machine has
  bool strict = false;
};

/// One combination.
struct SweepPoint {
  std::vector<std::string> values;                  ///< of the axes
  std::vector<simulate::SimulationResult> results;  ///< of the replications
  std::vector<char> complete;                       ///< whether they were played to the end
  simulate::ReportContext context;
};

struct Sweep {
  std::vector<SweepPoint> points;  ///< the last axis varies fastest
  bool interrupted = false;        ///< points without results are missing
};

/// Runs them all. The Error says which number or combination cannot be.
Result<Sweep> run_sweep(const SweepOptions& how, const TrafficOptions& traffic, const ConfigurationOptions& input,
                        const Options& options, const LoadedConfiguration& loaded);

/// Prints it as "text", "json" or "csv".
std::string show_sweep(const Sweep& sweep, const SweepOptions& how, const std::string& format, bool colour);

}  // namespace hapax::cli
