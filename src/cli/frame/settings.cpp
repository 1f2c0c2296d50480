#include "cli/frame/settings.hpp"

// Header only, because the library of Debian is built with exceptions.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/base/read_source.hpp>

namespace hapax::cli {
namespace {

namespace fs = std::filesystem;

// Reads one file; the first thing that is wrong stays in `error`.
class Reader {
 public:
  Reader(const std::string& file, Settings& settings) : file_(file), settings_(settings) {}

  void top(const toml::table& table);
  std::optional<std::string> error;

 private:
  void wrong(const toml::node& node, std::string_view what) {
    if (!error) error = fmt::format("{}:{}: {}", file_, node.source().begin.line, what);
  }
  void unknown(const toml::node& node, std::string_view key, std::span<const std::string_view> known);
  void text(const toml::node& node, std::string_view key, std::string& to);
  void boolean(const toml::node& node, std::string_view key, bool& to);
  void texts(const toml::node& node, std::string_view key, std::vector<std::string>& to);
  const toml::table* table(const toml::node& node, std::string_view key);
  void lint(const toml::table& table);
  void severities(const toml::table& table);

  const std::string& file_;
  Settings& settings_;
};

constexpr std::array<std::string_view, 4> kLintKeys{"select", "ignore", "fail-on", "severity"};

void Reader::unknown(const toml::node& node, std::string_view key, std::span<const std::string_view> known) {
  std::string what = fmt::format("unknown key '{}'", key);
  if (const auto near = nearest(key, known)) what += fmt::format("; did you mean '{}'?", *near);
  wrong(node, what);
}

void Reader::text(const toml::node& node, std::string_view key, std::string& to) {
  if (const auto value = node.value_exact<std::string>()) {
    to = *value;
  } else {
    wrong(node, fmt::format("'{}' takes a string", key));
  }
}

void Reader::boolean(const toml::node& node, std::string_view key, bool& to) {
  if (const auto value = node.value_exact<bool>()) {
    to = *value;
  } else {
    wrong(node, fmt::format("'{}' takes true or false", key));
  }
}

void Reader::texts(const toml::node& node, std::string_view key, std::vector<std::string>& to) {
  const auto append = [&](const toml::node& one) { text(one, key, to.emplace_back()); };
  if (const toml::array* list = node.as_array()) {
    for (const toml::node& one : *list) append(one);
  } else {
    append(node);
  }
}

const toml::table* Reader::table(const toml::node& node, std::string_view key) {
  if (const toml::table* found = node.as_table()) return found;
  wrong(node, fmt::format("'{}' is a table: [{}]", key, key));
  return nullptr;
}

void Reader::severities(const toml::table& rules) {
  for (const auto& [key, node] : rules) {
    std::string word;
    text(node, key.str(), word);
    auto& to = settings_.severity[std::string(key.str())];
    if (word == "error") to = Severity::error;
    if (word == "warning") to = Severity::warning;
    if (word == "info") to = Severity::info;
    if (!to && word != "off") {
      wrong(node, fmt::format("the severity of '{}' is error, warning, info or off, not '{}'", key.str(), word));
    }
  }
}

void Reader::lint(const toml::table& entries) {
  for (const auto& [key, node] : entries) {
    if (key == "select")
      texts(node, "select", settings_.select);
    else if (key == "ignore")
      texts(node, "ignore", settings_.ignore);
    else if (key == "fail-on")
      text(node, "fail-on", settings_.fail_on);
    else if (key != "severity")
      unknown(node, key.str(), kLintKeys);
    else if (const toml::table* rules = table(node, "lint.severity"))
      severities(*rules);
  }
  if (!settings_.fail_on.empty() && settings_.fail_on != "error" && settings_.fail_on != "warning" &&
      settings_.fail_on != "info") {
    wrong(*entries.get("fail-on"), fmt::format("'fail-on' is error, warning or info, not '{}'", settings_.fail_on));
  }
}

void Reader::top(const toml::table& entries) {
  static constexpr std::array<std::string_view, 6> kKeys{"target",          "without",     "no-files",
                                                         "on-this-machine", "environment", "lint"};
  for (const auto& [key, node] : entries) {
    if (key == "target")
      texts(node, "target", settings_.targets);
    else if (key == "without")
      texts(node, "without", settings_.without);
    else if (key == "no-files")
      boolean(node, "no-files", settings_.no_files);
    else if (key == "on-this-machine")
      boolean(node, "on-this-machine", settings_.on_this_machine);
    else if (key == "lint") {
      if (const toml::table* found = table(node, "lint")) lint(*found);
    } else if (key == "environment") {
      const toml::table* found = table(node, "environment");
      if (found == nullptr) continue;
      for (const auto& [name, value] : *found) text(value, name.str(), settings_.environment[std::string(name.str())]);
    } else if (std::find(kLintKeys.begin(), kLintKeys.end(), key.str()) != kLintKeys.end()) {
      wrong(node, fmt::format("'{}' is a setting of lint: write it below a line '[lint]'", key.str()));
    } else {
      unknown(node, key.str(), kKeys);
    }
  }
}

}  // namespace

Result<Settings> parse_settings(const std::string& text, const std::string& file) {
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
  }
  Settings settings;
  settings.file = file;
  Reader reader(file, settings);
  reader.top(parsed.table());
  if (reader.error) return fail(std::move(*reader.error));
  return settings;
}

Result<Settings> find_settings(const std::string& path) {
  std::error_code error;
  fs::path folder = fs::absolute(path == "-" ? "." : path, error);
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    const fs::path file = folder / "hapax.toml";
    if (fs::is_regular_file(file, error)) {
      const Result<std::string> text = read_source(file.string());
      if (!text) return tl::unexpected<Error>(text.error());
      return parse_settings(*text, file.string());
    }
    if (folder == folder.parent_path()) return Settings{};
  }
}

}  // namespace hapax::cli
