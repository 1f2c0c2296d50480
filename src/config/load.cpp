#include <hapax/config/load.hpp>

#include <optional>
#include <utility>

#include "config/checks/checks.hpp"
#include "config/lines.hpp"
#include "config/own_variables.hpp"

namespace hapax::config {
namespace {

struct Task {
  const SourceSet& sources;
  std::span<const FileId> files;
  const LoadOptions& options;
  bool in_order;
};

// Nothing if lines were read side by side that have to be read in order.
std::optional<Config> read_lines(const Task& task, Diagnostics& findings, std::unique_ptr<Reading>& reading) {
  Config config;
  config.target = task.options.target;
  config.sources = &task.sources;
  reading = std::make_unique<Reading>(task.sources, task.options, findings, config);
  add_own_variables(*reading, task.files);
  for (const FileId file : task.files) {
    if (!LineReader(*reading, file).run(task.in_order)) return std::nullopt;
  }
  return config;
}

}  // namespace

Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics) {
  PendingChecks checks;
  Config config = load(sources, files, options, diagnostics, checks);
  checks.run(config, diagnostics);
  return config;
}

Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics, PendingChecks& later) {
  Diagnostics findings;
  std::optional<Config> config = read_lines({sources, files, options, false}, findings, later.reading_);
  if (!config) {
    findings = {};
    config = read_lines({sources, files, options, true}, findings, later.reading_);
  }
  for (Diagnostic& finding : findings.list()) diagnostics.add(std::move(finding));
  return std::move(*config);
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
