#include <hapax/config/load.hpp>

#include "config/checks/checks.hpp"
#include "config/lines.hpp"
#include "config/own_variables.hpp"

namespace hapax::config {

Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics) {
  PendingChecks checks;
  Config config = load(sources, files, options, diagnostics, checks);
  checks.run(config, diagnostics);
  return config;
}

Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics, PendingChecks& later) {
  Config config;
  config.target = options.target;
  config.sources = &sources;
  later.reading_ = std::make_unique<Reading>(sources, options, diagnostics, config);
  add_own_variables(*later.reading_, files);
  for (const FileId file : files) LineReader(*later.reading_, file).run();
  return config;
}

PendingChecks::PendingChecks() = default;
PendingChecks::PendingChecks(PendingChecks&&) noexcept = default;
PendingChecks& PendingChecks::operator=(PendingChecks&&) noexcept = default;
PendingChecks::~PendingChecks() = default;

void PendingChecks::run(Config& config, Diagnostics& diagnostics) {
  if (reading_ == nullptr) return;
  reading_->go_on_with(config, diagnostics);
  reading_->settle();
  run_checks(*reading_);
  reading_.reset();
}

}  // namespace hapax::config
