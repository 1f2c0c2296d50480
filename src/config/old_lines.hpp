// Lines of HAProxy 1.x, whose keywords are gone, as they are written today.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <hapax/config/config.hpp>

namespace hapax::config {

struct TodaysLine {
  std::string text;
  bool same = false;  ///< it does what the old one did; else it does so for what people write such lines for
};

/// `words` are those of a line in a section of that kind, its keyword first. Nothing where a person has to look at what
/// it was for.
[[nodiscard]] std::optional<TodaysLine> todays_line(const SourceSet& sources, SectionKind section,
                                                    std::span<const Word> words);

}  // namespace hapax::config
