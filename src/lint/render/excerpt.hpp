// One line of a configuration as a terminal can show it, with marks under parts of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hapax::lint {

/// A run of bytes of the line to be underlined; `character` is '^' or '-'. An empty run marks one column.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  char character = '^';
};

/// What to print: the line, and below it the marks, both without line ends.
struct Excerpt {
  std::string line;
  std::string marks;
};

/// The columns that a character takes in a terminal: 0 for combining ones, 2 for wide ones (Chinese, emoji), else 1.
unsigned display_width(char32_t character);

/// Whether there are only characters of one byte and one column, as in nearly all lines.
bool is_printable_ascii(std::string_view text);

/// `text` made fit for a terminal: tabs become blanks, control characters and bytes that are not UTF-8 become \xNN.
std::string printable(std::string_view text);

/// The line cut to `width` columns around the first mark, with "…" where something was left out.
Excerpt make_excerpt(std::string_view line, const std::vector<Mark>& marks, std::size_t width);

}  // namespace hapax::lint
