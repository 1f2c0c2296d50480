// Which row a line begins with.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// The row with the longest name that the line begins with, among those that may stand in this section and version.
/// Where there is none, the other members say why.
struct DirectiveMatch {
  const Keyword* row = nullptr;
  std::size_t words = 0;                   ///< how many words its name takes
  std::size_t decided_by = 0;              ///< so many words decide, whatever stands behind them; 0: all of them
  bool first_word_known = false;           ///< `timeout` is known here, its second word is not
  const Keyword* other_version = nullptr;  ///< it may stand here, in another version
  const Keyword* other_section = nullptr;  ///< it exists in this version, in another section
  const Keyword* other_both = nullptr;     ///< another section and another version
};
DirectiveMatch match_directive(std::span<const Word> words, SectionKind section, Version target);

/// The same for who reads one configuration, which has few different lines: what was found lately is at hand. Texts of
/// words must live as long.
class RecentDirectives {
 public:
  DirectiveMatch match(std::span<const Word> words, SectionKind section, Version target);

 private:
  /// A line that begins with these words; `second` is empty where the first one decides.
  struct Entry {
    SectionKind section = SectionKind::unknown;
    std::string_view first, second;
    const Keyword* row = nullptr;
    std::size_t words = 0;
  };

  Entry& entry(std::string_view first, std::string_view second);

  std::array<Entry, 128> entries_;
};

}  // namespace hapax::config
