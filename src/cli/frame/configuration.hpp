// The options that every command on a configuration shares, and the reading of what they name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/source.hpp>
#include <hapax/base/version.hpp>
#include <hapax/config/load.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/configuration_files.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/settings.hpp"

namespace hapax::cli {

/// One configuration read for one target. The texts stay where they are when it is moved.
struct LoadedConfiguration {
  std::string name;  ///< what the user called it
  Version target = kDefaultTarget;
  std::unique_ptr<SourceSet> sources;
  Diagnostics findings;
  std::unique_ptr<config::Config> config;
  syntax::Environment environment;            ///< what it was read with
  std::unique_ptr<config::FileAccess> files;  ///< null: no file is looked at
  config::PendingChecks checks;               ///< read_texts() has not run them yet
};

/// A value, or the exit status of a command that has already complained.
template <class T>
using OrStatus = tl::expected<T, int>;

/// What a command read from the command line about its configurations.
struct ConfigurationOptions {
  std::vector<std::string> paths;     ///< each a configuration of its own
  std::vector<std::string> together;  ///< -f: one configuration
  std::vector<std::string> targets;
  std::vector<std::string> defines;
  std::vector<std::string> without;
  std::string stdin_name = "<stdin>";
  bool no_files = false;
  bool takes_no_files = false;  ///< the command has the option '--no-files'
  bool on_this_machine = false;
  /// Where more words than one configuration may belong, said to who gives them.
  std::string_view places_of_more = "files that belong together go behind '-f'";

  /// Declares them all. `positional` false leaves the words that are not options to the command.
  void declare(Options& options, bool positional = true);

  /// The configurations that are named; complains when there is none, or when one cannot be found.
  [[nodiscard]] OrStatus<std::vector<ConfigurationFiles>> find(const Options& options) const;
  /// Every target that is asked for here, else in the settings, else the default one.
  [[nodiscard]] OrStatus<std::vector<Version>> wanted_targets(const Settings& settings) const;
  /// Reads one configuration for one target. What is wrong inside of it is in its findings.
  [[nodiscard]] OrStatus<LoadedConfiguration> load(const ConfigurationFiles& files, const Settings& settings,
                                                   Version target) const;
  /// The same for texts that have been read already, one for each of `files`.
  [[nodiscard]] OrStatus<LoadedConfiguration> load_texts(const ConfigurationFiles& files, SourceSet sources,
                                                         const Settings& settings, Version target) const;
  /// The same without the checks of the whole configuration, for who has something else to do meanwhile.
  [[nodiscard]] OrStatus<LoadedConfiguration> read_texts(const ConfigurationFiles& files, SourceSet sources,
                                                         const Settings& settings, Version target) const;

  /// For commands that work on exactly one configuration and one target: finds it, its hapax.toml, and reads it.
  [[nodiscard]] OrStatus<LoadedConfiguration> load_one(const Options& options) const;
  /// The same for commands that cannot work on a configuration that HAProxy would refuse: shows its errors on standard
  /// error and gives status 1.
  [[nodiscard]] OrStatus<LoadedConfiguration> load_accepted(const Options& options) const;
};

}  // namespace hapax::cli
