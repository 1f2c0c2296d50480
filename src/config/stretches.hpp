// A large text in stretches that can be read side by side.
//
// HAProxy reads a configuration from its first line to its last one, and most lines can change what the lines below
// mean: variables, defaults, conditional blocks, what was declared. A frontend, backend or listen section changes
// nothing but itself and the list of names. So where a text ends with many of these, and that is the bulk of every
// large configuration, this end can be cut before any of them: the sections above are read first, then the stretches at
// once.
//
// Whether a line opens a section is told here by its first word alone, without cutting the rest of the line into words.
// What is not that simple - a dot-directive, another kind of section, a first word with a quote or a backslash - counts
// as a line that may change anything, so that the end of proxies begins below it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <hapax/base/source.hpp>

namespace hapax::config {

/// Whole lines of a text.
struct Stretch {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t lines_above = 0;  ///< in the text
  std::uint32_t sections = 0;     ///< how many it opens; of the first stretch this is not known
};

/// How many threads may well read a text on this machine.
[[nodiscard]] std::size_t threads_worth_while(std::string_view text);

/// The whole text. The first stretch is to be read in order, then the further ones at the same time. They are some for
/// each of the threads, so that none has to wait long for another; none where there is one thread or no place to cut.
[[nodiscard]] std::vector<Stretch> cut_into_stretches(const SourceSet& sources, FileId file, std::size_t threads);

}  // namespace hapax::config
