#include <hapax/config/load.hpp>

#include "config/checks/checks.hpp"
#include "config/lines.hpp"
#include "config/own_variables.hpp"

namespace hapax::config {

Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics) {
  Config config;
  config.target = options.target;
  config.sources = &sources;
  Reading reading(sources, options, diagnostics, config);
  add_own_variables(reading, files);
  for (const FileId file : files) LineReader(reading, file).run();
  reading.settle();
  run_checks(reading);
  return config;
}

}  // namespace hapax::config
