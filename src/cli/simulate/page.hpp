// The page of `hapax simulate --report`: the run's figures with what other stages know of the configuration.
#pragma once

#include <string>

#include <hapax/simulate/report.hpp>
#include <hapax/simulate/result.hpp>

#include "cli/frame/compiled.hpp"

namespace hapax::cli {

/// Writes the page to `path`. Takes what `compiled` has loaded; its model stays. Complains where something is wrong and
/// returns the command's status then, else 0.
int write_page(const std::string& path, const simulate::SimulationResult& result,
               const simulate::ReportContext& context, CompiledConfiguration& compiled,
               const ConfigurationOptions& input, const Options& options);

}  // namespace hapax::cli
