// Findings: what any stage has to say about a configuration, with its place.
//
// There is one stream of them (Diagnostics). Stages append in whatever order suits them; consumers sort by place.
// The style of the texts is in CONTRIBUTING.md: lower case, no full stop at the end of the first line, the user's own
// words in single quotes, first what and where, then why it matters, then what to write instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hapax/base/source.hpp>

namespace hapax {

/// error: HAProxy refuses the configuration, or its traffic goes certainly wrong. warning: probably wrong; for
/// findings of origin haproxy, HAProxy prints a warning. info: advice.
enum class Severity : std::uint8_t { error, warning, info };

/// haproxy: HAProxy of the target version reports it itself (error: ALERT, warning: WARNING) on the line of the primary
/// span. hapax: only we see it.
enum class Origin : std::uint8_t { haproxy, hapax };

/// Replace the bytes of `span` by `replacement`.
struct Edit {
  Span span;
  std::string replacement;
};

/// A repair. Its edits do not overlap and are applied together or not at all.
struct Fix {
  std::string title;  ///< what it does, as an imperative: "write ':80'"
  bool safe = false;  ///< true: what the configuration does stays the same, or it did not load before
  std::vector<Edit> edits;
};

/// A second place that explains a finding: "first bound here".
struct Label {
  Span span;
  std::string text;
};

/// One finding.
struct Diagnostic {
  std::string_view rule;  ///< stable name, e.g. "unknown-keyword"; static storage
  Origin origin = Origin::hapax;
  Severity severity = Severity::error;
  Span span;                      ///< the words that are wrong
  std::string message;            ///< one line: what is wrong
  std::string label;              ///< a few words beside the caret; may be empty
  std::vector<std::string> help;  ///< why it matters, then what to write instead; a line each
  std::vector<Label> related;
  std::optional<Fix> fix = std::nullopt;
  /// HAProxy reports it without naming a line ("missing timeouts for proxy 'x'"); `span` is the place to look at.
  bool whole = false;
  /// False: HAProxy prints an ALERT and goes on ("'maxconn' already specified. Continuing."); the verdict is not
  /// changed.
  bool refuses = true;
};

/// The stream that stages append to.
class Diagnostics {
 public:
  /// Appends a finding and returns it, so that the caller can go on filling it in.
  Diagnostic& add(Diagnostic diagnostic) { return list_.emplace_back(std::move(diagnostic)); }

  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
  [[nodiscard]] std::vector<Diagnostic>& list() { return list_; }
  [[nodiscard]] bool empty() const { return list_.empty(); }

  /// True when HAProxy would refuse the configuration: an error of origin haproxy that refuses is among
  /// the findings.
  [[nodiscard]] bool rejected() const {
    for (const Diagnostic& d : list_) {
      if (d.origin == Origin::haproxy && d.severity == Severity::error && d.refuses) return true;
    }
    return false;
  }

 private:
  std::vector<Diagnostic> list_;
};

}  // namespace hapax
