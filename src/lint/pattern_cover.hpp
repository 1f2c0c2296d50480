// What the patterns of ACLs say of each other: where '/api/v2' matches, '/api' has matched.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <hapax/lint/conditions.hpp>

namespace hapax::lint {

/// A pattern, and another one that matches whatever it matches.
struct CoveredPattern {
  std::string_view wide;
  std::string_view narrow;
};

/// Compares ACLs by their patterns, as long as its budget lasts; behind that no ACL covers another one.
class PatternCover {
 public:
  /// Whether the ACL that consists of the tests `wide` holds wherever the one of `narrow` does. Only literal patterns
  /// of strings that stand in the configuration are compared, and only where both look at the same. `first` is the
  /// first pair, for those who want to show it; unchanged where the answer is no.
  [[nodiscard]] bool covers(std::span<const AclTest* const> wide, std::span<const AclTest* const> narrow,
                            CoveredPattern& first);

 private:
  static constexpr std::size_t kMostComparisons = 2'000'000;

  [[nodiscard]] const config::Word* cover_of(std::span<const AclTest* const> wide, const AclTest& narrow,
                                             std::string_view pattern);
  std::size_t comparisons_ = 0;
};

/// Whether a test can match more than one string for a pattern.
[[nodiscard]] bool matches_parts(const AclTest& test);

}  // namespace hapax::lint
