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

// Where the last line ends that may change a variable; 0: there is none. They are found by the last letter of their
// word, which is rare in configurations.
std::uint32_t end_of_variables(std::string_view text) {
  constexpr std::string_view kWord = "setenv";  // of presetenv, resetenv and unsetenv, too
  std::size_t last = std::string_view::npos;
  for (std::size_t at = text.find(kWord.back()); at != std::string_view::npos; at = text.find(kWord.back(), at + 1))
    if (text.substr(0, at + 1).ends_with(kWord)) last = at;
  if (last == std::string_view::npos) return 0;
  const std::size_t newline = text.find('\n', last);
  return static_cast<std::uint32_t>(newline == std::string_view::npos ? text.size() : newline + 1);
}

// From 3.2 on HAProxy reads a configuration twice, and the first time nothing but the variables that global sections
// set: all lines see all of them when it is read for good.
void read_variables(const Task& task, syntax::Environment& environment) {
  if (task.options.target < Version::v3_2) return;
  Diagnostics found;
  Config config;
  config.target = task.options.target;
  config.sources = &task.sources;
  LoadOptions options = task.options;
  options.files = nullptr;
  std::optional<Reading> reading;
  for (const FileId file : task.files) {
    const std::uint32_t end = end_of_variables(task.sources.text(file));
    if (end == 0) continue;
    if (!reading) add_own_variables(reading.emplace(task.sources, options, found, config), task.files);
    LineReader(*reading, file).read({0, end});
  }
  if (reading) environment = std::move(reading->environment);
}

// Nothing if lines were read side by side that have to be read in order.
std::optional<Config> read_lines(const Task& task, Diagnostics& findings, std::unique_ptr<Reading>& reading) {
  Config config;
  config.target = task.options.target;
  config.sources = &task.sources;
  reading = std::make_unique<Reading>(task.sources, task.options, findings, config);
  add_own_variables(*reading, task.files);
  read_variables(task, reading->environment);
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
