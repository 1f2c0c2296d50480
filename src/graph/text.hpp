// Text that comes from a configuration, made fit for where it goes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hapax::graph {

/// Valid UTF-8 without control characters: each byte that is neither becomes U+FFFD.
std::string printable(std::string_view text);

/// For HTML-like labels and attributes of Graphviz: printable(), with &, <, > and quotes as entities, and backslashes
/// doubled, since Graphviz takes `\N` and the like as its own.
std::string escape_markup(std::string_view text);

/// Cuts at spaces, or behind marks as in paths, into lines of at most `width` characters where that is possible, and at
/// most `lines` of them; what is left out shows as "…".
std::vector<std::string> wrap(std::string_view text, std::size_t width, std::size_t lines);

}  // namespace hapax::graph
