#include "cli/frame/compiled.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include <hapax/model/compile/compile.hpp>

namespace hapax::cli {

namespace {

OrStatus<CompiledConfiguration> compile_loaded(OrStatus<LoadedConfiguration> loaded) {
  if (!loaded) return tl::unexpected<int>(loaded.error());
  CompiledConfiguration compiled{std::move(*loaded), {}};
  LoadedConfiguration& from = compiled.loaded;
  // Without checks of files answers still go by the maps and lists that are there.
  config::DiskFiles unchecked("");
  config::FileAccess* const files = from.files != nullptr ? from.files.get() : &unchecked;
  compiled.model = compile::compile(*from.config, files, from.findings, &from.environment);
  return compiled;
}

}  // namespace

OrStatus<CompiledConfiguration> compile_accepted(const ConfigurationOptions& input, const Options& options) {
  return compile_loaded(input.load_accepted(options));
}

OrStatus<CompiledConfiguration> compile_any(const ConfigurationOptions& input, const Options& options) {
  return compile_loaded(input.load_one(options));
}

std::string not_modelled_remark(const model::RoutingModel& model) {
  std::set<std::pair<model::Index, std::uint32_t>> lines;
  for (const model::NotModelled& what : model.not_modelled) lines.emplace(what.place.file, what.place.line);
  if (lines.empty()) return "";
  return fmt::format("{} {} not modelled", lines.size(), lines.size() == 1 ? "line is" : "lines are");
}

}  // namespace hapax::cli
