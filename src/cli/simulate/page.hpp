// The page of `hapax simulate --report`: the run's figures with what other stages know of the configuration.
#pragma once

#include <hapax/simulate/report.hpp>
#include <hapax/simulate/result.hpp>

#include "cli/frame/compiled.hpp"
#include "cli/frame/output_file.hpp"

namespace hapax::cli {

/// Writes the page to `file` and puts it in its place. Takes what `compiled` has loaded; its model stays. Complains
/// where something is wrong and returns the command's status then, else 0.
int write_page(OutputFile& file, const simulate::SimulationResult& result, const simulate::ReportContext& context,
               CompiledConfiguration& compiled, const ConfigurationOptions& input, const Options& options);

}  // namespace hapax::cli
