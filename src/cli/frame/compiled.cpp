#include "cli/frame/compiled.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include <hapax/model/compile/compile.hpp>

namespace hapax::cli {

OrStatus<CompiledConfiguration> compile_accepted(const ConfigurationOptions& input, const Options& options) {
  auto loaded = input.load_accepted(options);
  if (!loaded) return tl::unexpected<int>(loaded.error());
  CompiledConfiguration compiled{std::move(*loaded), {}};
  LoadedConfiguration& from = compiled.loaded;
  compiled.model = compile::compile(*from.config, from.files.get(), from.findings, &from.environment);
  return compiled;
}

std::string not_modelled_remark(const model::RoutingModel& model) {
  std::set<std::pair<model::Index, std::uint32_t>> lines;
  for (const model::NotModelled& what : model.not_modelled) lines.emplace(what.place.file, what.place.line);
  if (lines.empty()) return "";
  return fmt::format("{} {} not modelled", lines.size(), lines.size() == 1 ? "line is" : "lines are");
}

}  // namespace hapax::cli
