// The results of `hapax lint` on their way out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/lint/checker.hpp"

namespace hapax::cli {

/// Findings as text on standard output. What several targets have in common stands there once, with a note on what only
/// some of them say. Of the warnings and infos of a rule there are at most `most_of_a_rule` (0: all), and standard
/// error tells how many are left out.
void print_text(const std::vector<Checked>& all, std::size_t most_of_a_rule);

/// A line for each target on standard error: how many findings, how many of them can be repaired, what HAProxy would
/// say.
void print_summary(const std::vector<Checked>& all, std::size_t known);

/// The whole result in one of the formats for machines.
std::string render_as(std::string_view format, std::span<const lint::Outcome> outcomes);

/// What applies to a configuration and where it comes from (`--show-config`).
std::string describe(const Task& task, const LintOptions& options);

}  // namespace hapax::cli
