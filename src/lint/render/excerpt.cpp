// How a line comes to the terminal.
//
// The bytes become cells: a cell is what stands together on the screen (one character with its width, a tab's blanks,
// the four columns of \xNN), and remembers the byte it came from. Marks are given in bytes and end up under the cells
// of those bytes, so that the caret stands right below a Chinese word, behind tabs, and after bytes that are no text.
// Of a line that is longer than the window only the bytes near the first mark are looked at: the cost does not grow
// with the line.
#include "lint/render/excerpt.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "lint/utf8.hpp"

namespace hapax::lint {
namespace {

constexpr std::size_t kTabStop = 4;
constexpr std::string_view kEllipsis = "…";

struct Range {
  char32_t first;
  char32_t last;
};

// Blocks, not single characters: near enough for an excerpt. Sorted.
constexpr Range kWide[]{
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
};
constexpr Range kCombining[]{
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x0E34, 0x0E3A},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
};

bool contains(std::span<const Range> ranges, char32_t character) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), character,
                                      [](char32_t c, const Range& range) { return c < range.first; });
  return after != ranges.begin() && character <= std::prev(after)->last;
}

struct Cell {
  std::string text;
  std::size_t columns;
  std::size_t offset;
};

// The cell that starts at `offset`; `column` counts from the start of what is shown. `length` receives its bytes.
Cell next_cell(std::string_view text, std::size_t offset, std::size_t column, std::size_t& length) {
  const utf8::Decoded decoded = utf8::decode(text.substr(offset));
  length = decoded.length == 0 ? 1 : decoded.length;
  if (decoded.character == '\t') {
    const std::size_t columns = kTabStop - column % kTabStop;
    return {std::string(columns, ' '), columns, offset};
  }
  if (decoded.length != 0 && !utf8::is_hidden(decoded.character)) {
    return {std::string(text.substr(offset, length)), display_width(decoded.character), offset};
  }
  std::string escaped;
  for (const char c : text.substr(offset, length)) escaped += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  const std::size_t columns = escaped.size();
  return {std::move(escaped), columns, offset};
}

std::vector<Cell> cells_of(std::string_view text, std::size_t begin, std::size_t end) {
  std::vector<Cell> cells;
  std::size_t column = 0;
  std::size_t length = 0;
  for (std::size_t at = begin; at < end; at += length) {
    cells.push_back(next_cell(text, at, column, length));
    column += cells.back().columns;
  }
  return cells;
}

// Moves back to the first byte of a character, so that the window does not cut one in two.
std::size_t character_start(std::string_view text, std::size_t at) {
  for (int i = 0; i < 3 && at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80; ++i) {
    --at;
  }
  return at;
}

// The excerpt of a plain line that fits: make_excerpt() without its cells.
Excerpt plain_excerpt(std::string_view line, const std::vector<Mark>& marks) {
  Excerpt excerpt;
  excerpt.line = line;
  // One column more: a mark may stand behind the last character. Of two marks on one byte the first one shows.
  std::size_t columns = 0;
  for (const Mark& mark : marks) columns = std::max({columns, mark.begin + 1, mark.end});
  excerpt.marks.assign(std::min(columns, line.size() + 1), ' ');
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    const std::size_t end = std::min(std::max(mark->end, mark->begin + 1), excerpt.marks.size());
    for (std::size_t at = mark->begin; at < end; ++at) excerpt.marks[at] = mark->character;
  }
  excerpt.marks.erase(excerpt.marks.find_last_not_of(' ') + 1);
  return excerpt;
}

}  // namespace

bool is_printable_ascii(std::string_view text) {
  unsigned char others = 0;  // to the end, so that several are looked at in one step
  for (const char c : text) others |= static_cast<unsigned char>(static_cast<unsigned char>(c - ' ') > '~' - ' ');
  return others == 0;
}

unsigned display_width(char32_t character) {
  if (character < 0x300) return 1;
  if (contains(kCombining, character)) return 0;
  return contains(kWide, character) ? 2 : 1;
}

std::string printable(std::string_view text) {
  if (is_printable_ascii(text)) return std::string(text);
  std::string result;
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); at += length) {
    result += text[at] == '\t' ? (length = 1, " ") : next_cell(text, at, 0, length).text;
  }
  return result;
}

Excerpt make_excerpt(std::string_view line, const std::vector<Mark>& marks, std::size_t width) {
  if (line.size() <= width && is_printable_ascii(line)) return plain_excerpt(line, marks);
  // The window of bytes: the whole line where it is short, else what surrounds the first mark.
  const std::size_t focus = marks.empty() ? 0 : std::min(marks.front().begin, line.size());
  const std::size_t before = focus > width / 2 && line.size() > width ? focus - width / 2 : 0;
  const std::size_t begin = character_start(line, before);
  const std::size_t end = character_start(line, std::min(line.size(), begin + 4 * width));
  const std::vector<Cell> cells = cells_of(line, begin, end);

  Excerpt excerpt;
  if (begin > 0) excerpt.line = kEllipsis;
  std::size_t column = begin > 0 ? 1 : 0;
  const auto mark_at = [&](std::size_t offset, std::size_t next) {
    for (const Mark& mark : marks) {
      const std::size_t mark_end = std::max(mark.end, mark.begin + 1);
      if (mark.begin < next && offset < mark_end) return mark.character;
    }
    return ' ';
  };
  excerpt.marks.assign(column, ' ');
  bool clipped = end < line.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (column + cells[i].columns > width) {
      clipped = true;
      break;
    }
    const std::size_t next = i + 1 < cells.size() ? cells[i + 1].offset : end;
    excerpt.line += cells[i].text;
    excerpt.marks.append(cells[i].columns, mark_at(cells[i].offset, next));
    column += cells[i].columns;
  }
  if (clipped) excerpt.line += kEllipsis;
  // A mark behind the last character: what is missing at the end of the line.
  if (!clipped) excerpt.marks += mark_at(line.size(), line.size() + 1);
  excerpt.marks.erase(excerpt.marks.find_last_not_of(' ') + 1);
  return excerpt;
}

}  // namespace hapax::lint
