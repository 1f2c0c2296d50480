// What tests of load() have in common: a section that stands, files that a test makes up, findings in short.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <hapax/config/load.hpp>

namespace hapax::config {

/// Six lines in which there is nothing wrong; lines that are put behind them belong to the section.
inline constexpr const char* kListen =
    "listen l\n mode http\n bind :80\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";

class TextFiles final : public FileAccess {
 public:
  std::map<std::string, std::string> texts;
  std::set<std::string> folders;
  FileState state(const std::string& path) override {
    if (folders.contains(path)) return FileState::directory;
    return texts.contains(path) ? FileState::regular : FileState::missing;
  }
  std::optional<std::string> read(const std::string& path, std::size_t) override {
    const auto it = texts.find(path);
    return it == texts.end() ? std::nullopt : std::optional(it->second);
  }
  std::optional<std::vector<std::string>> list(const std::string&) override { return std::nullopt; }
};

/// Findings as "rule:line rule:line".
inline std::string in_short(const SourceSet& sources, const Diagnostics& findings) {
  std::string out;
  for (const Diagnostic& d : findings.list())
    out += (out.empty() ? "" : " ") + std::string(d.rule) + ":" + std::to_string(sources.begin(d.span).line);
  return out;
}

/// What load() finds in a text in the file haproxy.cfg. Without `files` none is looked at.
struct LoadedText {
  SourceSet sources;
  Diagnostics findings;

  explicit LoadedText(const std::string& text, Version target = Version::v3_2, std::vector<Feature> without = {},
                      FileAccess* files = nullptr) {
    const FileId file = sources.add("haproxy.cfg", text);
    LoadOptions options;
    options.target = target;
    options.without = std::move(without);
    options.files = files;
    (void)load(sources, std::span(&file, 1), options, findings);
  }
};

/// Its findings in short.
inline std::string check_text(const std::string& text, Version target = Version::v3_2,
                              std::vector<Feature> without = {}, FileAccess* files = nullptr) {
  const LoadedText loaded(text, target, std::move(without), files);
  return in_short(loaded.sources, loaded.findings);
}

}  // namespace hapax::config
