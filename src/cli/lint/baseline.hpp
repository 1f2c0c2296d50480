// `hapax lint --baseline FILE`: findings that were there when a team began to look.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include <hapax/base/result.hpp>
#include <hapax/lint/fingerprint.hpp>

#include "cli/lint/checker.hpp"

namespace hapax::cli {

/// A file of fingerprints, one a line with rule and file behind it. Where the file is missing, everything found is
/// known and save() writes it; where it is there, findings in it are taken away.
class Baseline {
 public:
  static Result<Baseline> open(const std::string& path);

  /// True when the file was missing and is to be written.
  [[nodiscard]] bool is_new() const { return is_new_; }
  /// Takes the known findings out of `outcome`, or, for a new baseline, puts them into it. Returns how many.
  std::size_t take(lint::Outcome& outcome);
  /// Writes a new baseline.
  [[nodiscard]] Result<void> save() const;

 private:
  std::string path_;
  bool is_new_ = false;
  std::set<std::string> known_;
  std::string lines_;
  lint::Fingerprints fingerprints_;
};

}  // namespace hapax::cli
