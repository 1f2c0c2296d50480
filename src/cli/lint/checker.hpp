// Findings of configurations, as the options and hapax.toml want them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/diagnostic.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>

#include "cli/frame/configuration.hpp"

namespace hapax::cli {

struct LintOptions {
  ConfigurationOptions input;
  std::string format = "text";
  std::string fail_on;
  std::string baseline;
  lint::Selection selection;
  std::uint64_t max_per_rule = 20;  ///< how many warnings and infos of a rule are printed as text; 0: all
  bool exit_zero = false;
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff = false;
  bool show_config = false;
};

/// "error", "warning" or "info"; nothing for any other word.
std::optional<Severity> parse_severity(std::string_view word);

/// Findings of one configuration for one target, and what keeps their texts alive.
struct Checked {
  LoadedConfiguration loaded;
  lint::Outcome outcome;
  std::unique_ptr<lint::Checking> rules;  ///< only kept, because taking it apart takes long; may be null
};

/// One configuration with everything that bears on it: its hapax.toml, the targets, the rules.
struct Task {
  ConfigurationFiles files;
  Settings settings;
  std::vector<Version> targets;
  lint::Selection selection;
  Severity fail_on = Severity::error;
};

/// Joins the command line with hapax.toml; complains of what does not exist.
OrStatus<Task> prepare(const LintOptions& options, const ConfigurationFiles& files);

/// Every finding for one target: checks, selects, suppresses, sorts. The checks of the whole configuration may be
/// pending.
Checked check(const Task& task, LoadedConfiguration loaded);

/// The same for a configuration that has been compiled: what is not modelled is among its findings already.
Checked check_compiled(const Task& task, LoadedConfiguration loaded);

/// The same for each target in turn, from the files as they are on disk.
OrStatus<std::vector<Checked>> check_targets(const LintOptions& options, const Task& task);

}  // namespace hapax::cli
