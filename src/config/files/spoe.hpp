// The configuration file of an SPOE filter: an agent, its messages and groups.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "config/reading.hpp"

namespace hapax::config {

/// What the rest of a configuration must know of an agent.
struct SpoeAgent {
  std::string_view name;
  std::string_view backend;
  std::unordered_set<std::string_view> groups;  ///< those that it lists: rules can send them
};

/// Reads the lines of `text` that are meant for an engine: those below "[engine]", or those above any such line when
/// `engine` is empty. Findings point to `span`, the filter. Nothing when the file has no agent or something is wrong.
std::optional<SpoeAgent> read_spoe_file(Reading& reading, std::string_view name, std::string_view text,
                                        std::string_view engine, Span span);

}  // namespace hapax::config
