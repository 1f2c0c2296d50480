// Patterns: of ACLs, in the line or from files, and the keys of maps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// How the patterns of an ACL are to be read.
struct PatternRules {
  model::Match method = model::Match::str;
  bool ignore_case = false;
  bool map = false;             ///< -M: files have two columns
  std::string_view values;      ///< what a map's converter makes of them, which has sets of its own
  bool dotted_numbers = false;  ///< "3.1" is a number with a fraction of 16 bits (versions of TLS)
};

/// The set of an ACL's patterns: those of the line, then those of each file.
Result<model::Index> compile_patterns(Compilation& c, const PatternRules& rules, Words patterns,
                                      const std::vector<std::string_view>& files, const Span& span);

/// The map that a converter such as `map_beg` names.
Result<model::Index> compile_map(Compilation& c, std::string_view converter, std::string_view file);

}  // namespace hapax::compile
