// What there is to know of a rule: the page that `hapax rule NAME` prints.
//
// Every finding carries a rule name, and every rule name has one RuleInfo. A stage that makes findings declares its
// rules beside the code that emits them and exports them as one span (`syntax::rules()`, `config::rules()`, ...); lint
// joins the spans. A test fails for a name that is emitted but not declared, and for one declared twice.
#pragma once

#include <optional>
#include <string_view>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/version.hpp>

namespace hapax {

/// One rule. All texts are in static storage. The examples are whole configurations or a few lines of one, with '\n'.
struct RuleInfo {
  std::string_view name;          ///< "unknown-keyword": stable, lower case, words joined by '-'
  Origin origin = Origin::hapax;  ///< whether HAProxy reports it too
  Severity severity = Severity::error;
  std::string_view summary;       ///< one line: what the rule finds
  std::string_view why;           ///< why it matters and what to do about it; a few sentences
  std::string_view example_bad;   ///< what makes it speak; may be empty
  std::string_view example_good;  ///< the same, put right; may be empty
  /// The first HAProxy version to which it applies; nothing: all of them.
  std::optional<Version> since = std::nullopt;
  /// What --fix writes and whether the configuration does the same afterwards; empty: there is no automatic fix.
  std::string_view fix = {};
};

}  // namespace hapax
