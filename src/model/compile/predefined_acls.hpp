// The ACLs that exist without being declared.
#pragma once

#include <string_view>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

struct PredefinedAcl {
  std::string_view name;
  std::string_view definition;  ///< criterion, flags and patterns, separated by single blanks
};

/// Null when there is none of that name.
const PredefinedAcl* find_predefined_acl(std::string_view name);

/// Its definition as words that live until the compilation ends.
Words predefined_words(Compilation& c, const PredefinedAcl& acl);

}  // namespace hapax::compile
