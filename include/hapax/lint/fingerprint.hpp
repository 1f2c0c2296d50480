// A name for a finding that stays the same when lines move.
#pragma once

#include <map>
#include <string>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/source.hpp>

namespace hapax::lint {

/// Makes fingerprints for a sequence of findings: 16 hexadecimal digits from the rule, the file's name, the text of the
/// line without its blanks, and a count where all of these are the same.
class Fingerprints {
 public:
  std::string next(const SourceSet& sources, const Diagnostic& diagnostic);

 private:
  std::map<std::string, unsigned> seen_;
};

}  // namespace hapax::lint
