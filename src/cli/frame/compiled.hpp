// From the command line to the RoutingModel: for the commands that answer about traffic.
#pragma once

#include <hapax/model/model.hpp>

#include "cli/frame/configuration.hpp"

namespace hapax::cli {

/// A configuration and what it means.
struct CompiledConfiguration {
  LoadedConfiguration loaded;
  model::RoutingModel model;
};

/// Reads the one configuration that the options name, as load_accepted() does, and compiles it.
[[nodiscard]] OrStatus<CompiledConfiguration> compile_accepted(const ConfigurationOptions& input,
                                                               const Options& options);

/// The same, but a configuration that HAProxy would refuse is compiled as well, as far as it is understood.
[[nodiscard]] OrStatus<CompiledConfiguration> compile_any(const ConfigurationOptions& input, const Options& options);

/// "3 lines are not modelled"; empty when all are. It stands beside every answer that rests on meaning.
[[nodiscard]] std::string not_modelled_remark(const model::RoutingModel& model);

}  // namespace hapax::cli
