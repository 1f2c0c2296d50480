#include "cli/frame/configuration.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <hapax/lint/render.hpp>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

constexpr std::array<std::pair<std::string_view, config::Feature>, 8> kFeatures{{
    {"lua", config::Feature::lua},
    {"openssl", config::Feature::openssl},
    {"quic", config::Feature::quic},
    {"promex", config::Feature::promex},
    {"deviceatlas", config::Feature::deviceatlas},
    {"51degrees", config::Feature::fiftyone},
    {"wurfl", config::Feature::wurfl},
    {"opentracing", config::Feature::opentracing},
}};

std::string known_features() {
  std::string text;
  for (const auto& [name, feature] : kFeatures) text += fmt::format("{}{}", text.empty() ? "" : ", ", name);
  return text;
}

std::string known_targets() {
  std::string text;
  for (const Version target : kTargets) text += fmt::format("{}{}", text.empty() ? "" : ", ", to_string(target));
  return text;
}

Result<std::vector<config::Feature>> read_features(const std::vector<std::string>& names) {
  std::vector<config::Feature> features;
  for (const std::string& name : names) {
    const auto* const found =
        std::find_if(kFeatures.begin(), kFeatures.end(), [&name](const auto& row) { return row.first == name; });
    if (found == kFeatures.end()) {
      return fail(fmt::format("there is no feature '{}' to be without; there are {}", name, known_features()));
    }
    features.push_back(found->second);
  }
  return features;
}

syntax::Environment process_environment() {
  syntax::Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) environment.set(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

Result<syntax::Environment> environment_of(const Settings& settings, const std::vector<std::string>& defines) {
  syntax::Environment environment = process_environment();
  for (const auto& [name, value] : settings.environment) environment.set(name, value);
  for (const std::string& define : defines) {
    const auto equals = define.find('=');
    if (equals == std::string::npos || equals == 0) return fail(fmt::format("-D takes NAME=VALUE, not '{}'", define));
    environment.set(define.substr(0, equals), define.substr(equals + 1));
  }
  return environment;
}

std::string working_directory() {
  std::string path(4096, '\0');
  return ::getcwd(path.data(), path.size()) == nullptr ? "." : path.c_str();
}

tl::unexpected<int> complained(std::string_view message) { return tl::unexpected<int>(complain(message)); }

void show_errors(const LoadedConfiguration& loaded, bool can_do_without_files) {
  std::vector<Diagnostic> errors;
  for (const Diagnostic& d : loaded.findings.list()) {
    if (d.origin == Origin::haproxy && d.severity == Severity::error) errors.push_back(d);
  }
  lint::sort_by_place(errors);
  const unsigned width = terminal_width(stderr);
  std::string text;
  for (const Diagnostic& d : errors) {
    lint::render_text(*loaded.sources, d, {wants_colour(stderr), width == 0 ? 120 : width}, text);
  }
  fmt::print(stderr, "{}hapax: HAProxy {} would refuse '{}': {}\n", text, to_string(loaded.target), loaded.name,
             lint::count_by_severity(errors));
  const auto missing = [](const Diagnostic& d) { return d.rule == "missing-file"; };
  if (can_do_without_files && std::all_of(errors.begin(), errors.end(), missing))
    fmt::print(stderr, "hapax: nothing but files is missing; '--no-files' answers without them\n");
}

}  // namespace

void ConfigurationOptions::declare(Options& options, bool positional) {
  options.section("Configuration");
  takes_no_files = true;
  if (positional) {
    options.positional("PATH", paths,
                       "a configuration: a file, a directory (its *.cfg in order), '-' for standard input");
  }
  options.list("-f,--file", "FILE", together, "may be repeated: all of these together are one configuration")
      .list("--target", "VERSION", targets,
            fmt::format("HAProxy version: {} (default {})", known_targets(), to_string(kDefaultTarget)))
      .list("-D,--define", "NAME=VALUE", defines, "environment variable that the configuration sees")
      .list("--without", "FEATURE", without, fmt::format("what the target's build lacks: {}", known_features()))
      .flag("--no-files", no_files, "do not check certificates, maps and other files it refers to")
      .flag("--on-this-machine", on_this_machine, "also check users, groups and names that must resolve here")
      .value("--stdin-filename", "NAME", stdin_name, "what messages call standard input");
}

OrStatus<std::vector<ConfigurationFiles>> ConfigurationOptions::find(const Options& options) const {
  if (paths.empty() && together.empty()) {
    return tl::unexpected<int>(options.usage_error("no configuration is given: name a file, a directory or '-'"));
  }
  auto found = find_configurations(paths, together);
  if (!found) return complained(found.error().message);
  return std::move(*found);
}

OrStatus<std::vector<Version>> ConfigurationOptions::wanted_targets(const Settings& settings) const {
  const std::vector<std::string>& words = targets.empty() ? settings.targets : targets;
  std::vector<Version> versions;
  for (const std::string& word : words) {
    const auto version = parse_version(word);
    if (!version || std::find(kTargets.begin(), kTargets.end(), *version) == kTargets.end()) {
      return complained(fmt::format("'{}' is no target that hapax knows; it knows {}", word, known_targets()));
    }
    if (std::find(versions.begin(), versions.end(), *version) == versions.end()) versions.push_back(*version);
  }
  if (versions.empty()) versions.push_back(kDefaultTarget);
  return versions;
}

OrStatus<LoadedConfiguration> ConfigurationOptions::load(const ConfigurationFiles& files, const Settings& settings,
                                                         Version target) const {
  auto sources = read_configuration(files, stdin_name);
  if (!sources) return complained(sources.error().message);
  return load_texts(files, std::move(*sources), settings, target);
}

OrStatus<LoadedConfiguration> ConfigurationOptions::load_texts(const ConfigurationFiles& files, SourceSet sources,
                                                               const Settings& settings, Version target) const {
  auto loaded = read_texts(files, std::move(sources), settings, target);
  if (loaded) loaded->checks.run(*loaded->config, loaded->findings);
  return loaded;
}

OrStatus<LoadedConfiguration> ConfigurationOptions::read_texts(const ConfigurationFiles& files, SourceSet sources,
                                                               const Settings& settings, Version target) const {
  auto environment = environment_of(settings, defines);
  if (!environment) return complained(environment.error().message);
  auto features = read_features(without.empty() ? settings.without : without);
  if (!features) return complained(features.error().message);

  LoadedConfiguration loaded;
  loaded.name = files.name == "-" ? stdin_name : files.name;
  loaded.target = target;
  loaded.sources = std::make_unique<SourceSet>(std::move(sources));
  loaded.environment = std::move(*environment);
  if (!no_files && !settings.no_files) loaded.files = std::make_unique<config::DiskFiles>(working_directory());
  config::LoadOptions load_options;
  load_options.target = target;
  load_options.environment = loaded.environment;
  load_options.without = std::move(*features);
  load_options.files = loaded.files.get();
  load_options.on_this_machine = on_this_machine || settings.on_this_machine;
  std::vector<FileId> ids;
  for (FileId id = 0; id < loaded.sources->size(); ++id) ids.push_back(id);
  loaded.config = std::make_unique<config::Config>(
      config::load(*loaded.sources, ids, load_options, loaded.findings, loaded.checks));
  return loaded;
}

OrStatus<LoadedConfiguration> ConfigurationOptions::load_one(const Options& options) const {
  const auto found = find(options);
  if (!found) return tl::unexpected<int>(found.error());
  if (found->size() > 1) {
    return tl::unexpected<int>(
        options.usage_error(fmt::format("takes one configuration, not {} ({})", found->size(), places_of_more)));
  }
  const auto settings = find_settings(found->front().paths.front());
  if (!settings) return complained(settings.error().message);
  const auto versions = wanted_targets(*settings);
  if (!versions) return tl::unexpected<int>(versions.error());
  if (versions->size() > 1 && !targets.empty()) {
    return tl::unexpected<int>(options.usage_error("takes one '--target', not several"));
  }
  return load(found->front(), *settings, versions->back());
}

OrStatus<LoadedConfiguration> ConfigurationOptions::load_accepted(const Options& options) const {
  auto loaded = load_one(options);
  if (!loaded || !loaded->findings.rejected()) return loaded;
  show_errors(*loaded, takes_no_files);
  return tl::unexpected<int>(kFindings);
}

}  // namespace hapax::cli
