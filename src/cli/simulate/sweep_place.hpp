// Where the number that a sweep varies stands: in the configuration's text, or in the scenario.
//
//   web/s1.weight             option of a server; written behind the server's others where it is not there
//   web.timeout.server        number behind a line's first words; a line of its own where it is not there
//   global.maxconn            likewise
//   12.gt                     number behind the word `gt` on line 12: any number there is
//   12.random                 number in the parentheses of `random(2)`
//   scenario.outages.0.to     number of the scenario, by its keys and places in lists
#pragma once

#include <string>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/base/source.hpp>
#include <hapax/config/config.hpp>

namespace hapax::cli {

/// The bytes that a value takes the place of; `before` is written before it.
struct SweepPlace {
  Span span;
  std::string before;
};

/// True when the target names a number of the scenario.
bool is_in_scenario(const std::string& target);

/// A number of the configuration. The Error names the nearest thing there is.
Result<SweepPlace> find_place(const std::string& target, const config::Config& config);

/// The configuration with values in their places; the places do not overlap.
SourceSet with_values(const SourceSet& sources, const std::vector<std::pair<SweepPlace, std::string>>& values);

/// The scenario with a value in the place of another; `target` is a path of keys and numbers joined by dots, behind
/// "scenario.". The Error says how far the path leads.
Result<std::string> with_value(const std::string& yaml, const std::string& target, const std::string& value);

}  // namespace hapax::cli
