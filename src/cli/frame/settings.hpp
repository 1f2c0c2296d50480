// hapax.toml: what a team settles once instead of writing it into every command line.
//
//     target = "3.0"                 # or ["2.6", "3.2"]
//     without = ["quic"]
//     no-files = true
//     on-this-machine = false
//
//     [environment]
//     DOMAIN = "shop.example"
//
//     [lint]
//     select = ["all"]
//     ignore = ["missing-health-check"]
//     fail-on = "warning"
//     severity = { unused-acl = "error", missing-timeouts = "off" }
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/result.hpp>

namespace hapax::cli {

struct Settings {
  std::string file;  ///< where they come from; empty when there is no hapax.toml
  std::vector<std::string> targets;
  std::vector<std::string> without;
  bool no_files = false;
  bool on_this_machine = false;
  std::map<std::string, std::string> environment;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::string fail_on;
  std::map<std::string, std::optional<Severity>> severity;  ///< nothing: the rule is off
};

/// The settings for a configuration: of the nearest hapax.toml in its directory or above; the working directory's where
/// `path` is "-". The Error names file, line and the nearest key that exists.
Result<Settings> find_settings(const std::string& path);

/// The same from a text.
Result<Settings> parse_settings(const std::string& text, const std::string& file);

}  // namespace hapax::cli
