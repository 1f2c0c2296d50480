#include "load_case.hpp"

#include <array>
#include <exception>

#include <hapax/base/source.hpp>
#include <hapax/config/load.hpp>
#include <hapax/model/compile/compile.hpp>

#include "player.hpp"

namespace hapax::lb_case {

namespace {

/// "3.2" for "3.2.26".
Result<Version> target_of(const std::string& name, const std::string& release) {
  const std::size_t first_dot = release.find('.');
  const std::size_t second_dot = first_dot == std::string::npos ? first_dot : release.find('.', first_dot + 1);
  const auto version = parse_version(std::string_view(release).substr(0, second_dot));
  if (!version) return fail(name + ": \"oracle\" is '" + release + "', not a version that hapax knows");
  return *version;
}

Result<model::RoutingModel> compile_configuration(const std::string& name, const std::string& text, Version target) {
  SourceSet sources;
  const std::array files{sources.add(name, text)};
  config::LoadOptions options;
  options.target = target;
  Diagnostics findings;
  const config::Config config = config::load(sources, files, options, findings);
  if (findings.rejected()) {
    for (const Diagnostic& finding : findings.list()) {
      if (finding.severity != Severity::error) continue;
      const std::uint32_t line = sources.begin(finding.span).line;
      return fail(name + ": line " + std::to_string(line) + " of its configuration: " + finding.message);
    }
  }
  return compile::compile(config, nullptr, findings);
}

}  // namespace

Result<Case> load_case(const std::string& name, const std::string& text) {
  Case loaded;
  loaded.json = nlohmann::json::parse(text, nullptr, false);
  const nlohmann::json& json = loaded.json;
  if (!json.is_object() || !json.contains("config") || !json.contains("requests")) {
    return fail(name + ": not a load-balancing case: JSON with \"config\" and \"requests\" is expected");
  }
  const auto target = target_of(name, json.value("oracle", "2.6.12"));
  if (!target) return fail(target.error().message);
  auto model = compile_configuration(name, json.at("config").get<std::string>(), *target);
  if (!model) return fail(model.error().message);
  loaded.model = std::move(*model);
  return loaded;
}

Result<nlohmann::json> play_case(const Case& loaded) {
  try {
    return Player(loaded.model, loaded.json).play();
  } catch (const std::exception& problem) {  // of the JSON library, or of a step that names what does not exist
    return fail(problem.what());
  }
}

}  // namespace hapax::lb_case
