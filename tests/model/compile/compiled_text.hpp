// A configuration as a text literal, and the model that it becomes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/config/load.hpp>
#include <hapax/model/compile/compile.hpp>

namespace hapax::compile {

/// Files that exist in a test.
class TextFiles final : public config::FileAccess {
 public:
  explicit TextFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  config::FileState state(const std::string& path) override {
    return files_.contains(path) ? config::FileState::regular : config::FileState::missing;
  }
  std::optional<std::string> read(const std::string& path, std::size_t limit) override {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::nullopt;
    return found->second.substr(0, limit);
  }
  std::optional<std::vector<std::string>> list(const std::string&) override { return std::nullopt; }

 private:
  std::map<std::string, std::string> files_;
};

struct Compiled {
  SourceSet sources;
  Diagnostics diagnostics;
  std::optional<config::Config> config;
  model::RoutingModel model;

  [[nodiscard]] const model::Proxy& proxy(std::string_view name) const {
    for (const model::Proxy& proxy : model.proxies) {
      if (proxy.name == name) return proxy;
    }
    static const model::Proxy none;
    return none;
  }
  [[nodiscard]] const model::Server& server(std::string_view name) const {
    for (const model::Server& server : model.servers) {
      if (server.name == name) return server;
    }
    static const model::Server none;
    return none;
  }
  /// The rules of a set as texts.
  [[nodiscard]] std::vector<std::string> rules(std::string_view proxy_name, model::RuleSet set) const {
    std::vector<std::string> texts;
    const model::Range range = proxy(proxy_name).rules[static_cast<std::size_t>(set)];
    for (model::Index i = range.first; i < range.end(); ++i) texts.push_back(model.rules[i].text);
    return texts;
  }
  /// What is not modelled: "line: what".
  [[nodiscard]] std::vector<std::string> not_modelled() const {
    std::vector<std::string> texts;
    for (const model::NotModelled& what : model.not_modelled) {
      texts.push_back(std::to_string(what.place.line) + ": " + what.text);
    }
    return texts;
  }
};

/// Loads and compiles for one target. The result keeps its texts alive.
inline std::unique_ptr<Compiled> compile_text(std::string_view text, Version target = Version::v3_2,
                                              std::map<std::string, std::string> files = {}) {
  auto compiled = std::make_unique<Compiled>();
  const FileId file = compiled->sources.add("test.cfg", std::string(text));
  TextFiles access(std::move(files));
  config::LoadOptions options;
  options.target = target;
  options.environment.set("REGION", "north");
  compiled->config.emplace(config::load(compiled->sources, std::span(&file, 1), options, compiled->diagnostics));
  compiled->model = compile(*compiled->config, &access, compiled->diagnostics, &options.environment);
  return compiled;
}

}  // namespace hapax::compile
