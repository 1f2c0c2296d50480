// Which row a line begins with.
#pragma once

#include <cstddef>
#include <span>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// The row with the longest name that the line begins with, among those that may stand in this section and version.
/// Where there is none, the other members say why.
struct DirectiveMatch {
  const Keyword* row = nullptr;
  std::size_t words = 0;                   ///< how many words its name takes
  bool first_word_known = false;           ///< `timeout` is known here, its second word is not
  const Keyword* other_version = nullptr;  ///< it may stand here, in another version
  const Keyword* other_section = nullptr;  ///< it exists in this version, in another section
  const Keyword* other_both = nullptr;     ///< another section and another version
};
DirectiveMatch match_directive(std::span<const Word> words, SectionKind section, Version target);

}  // namespace hapax::config
