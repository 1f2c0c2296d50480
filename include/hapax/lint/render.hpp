// Findings on their way to people and machines. Every format is a consumer of the same stream.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/source.hpp>
#include <hapax/base/version.hpp>

namespace hapax::lint {

/// What was found in one configuration for one target.
struct Outcome {
  const SourceSet* sources = nullptr;
  Version target = kDefaultTarget;
  bool rejected = false;                ///< what `haproxy -c` of the target would say
  std::vector<Diagnostic> diagnostics;  ///< sorted by place (sort_by_place)
};

/// By file, then by place in it, then errors first; findings of one place keep the order in which they were made.
void sort_by_place(std::vector<Diagnostic>& diagnostics);

/// How the text looks.
struct TextStyle {
  bool colour = false;
  unsigned width = 120;  ///< columns; longer lines of the configuration are clipped around the place that is meant
};

/// One finding with its excerpt, as a compiler would show it:
///
///     error: 'bind' needs a port: '*' names an address only
///       --> haproxy.cfg:3:6
///        |
///      3 | bind *
///        |      ^ no port here
///        = write 'bind :80' for every address on port 80
///        = rule: bind-missing-port
///
/// `note` is appended to the line of the rule, as "(only for 2.6)". Appends to `out` and ends with an empty line.
void render_text(const SourceSet& sources, const Diagnostic& diagnostic, const TextStyle& style, std::string& out,
                 std::string_view note = {});

/// "3 errors, 1 warning": the counts of the severities that occur, or "no findings".
std::string count_by_severity(std::span<const Diagnostic> diagnostics);

/// The whole result as one line of JSON. Keys always come in the same order; bytes that are not UTF-8 become U+FFFD.
/// With several targets each configuration stands once per target and names it. A finding of which HAProxy names no
/// line has "whole":true at its end.
std::string render_json(std::span<const Outcome> outcomes);

/// SARIF 2.1.0, for code scanning.
std::string render_sarif(std::span<const Outcome> outcomes);
/// Workflow commands of GitHub Actions; errors come first, because only some are shown.
std::string render_github(std::span<const Outcome> outcomes);
/// GitLab's Code Quality report.
std::string render_gitlab(std::span<const Outcome> outcomes);
/// JUnit XML: a failure for each error and warning.
std::string render_junit(std::span<const Outcome> outcomes);
/// Checkstyle XML.
std::string render_checkstyle(std::span<const Outcome> outcomes);

}  // namespace hapax::lint
