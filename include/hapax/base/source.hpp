// Texts and places in them.
//
// Every stage speaks of places as a Span: file, first byte, length. Lines and columns exist only for people and are
// computed when something is printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hapax {

/// Index of a file in a SourceSet.
using FileId = std::uint32_t;

/// A run of bytes of one file. An empty run is a place between two bytes.
struct Span {
  FileId file = 0;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  [[nodiscard]] constexpr std::uint32_t end() const { return offset + length; }
  friend constexpr bool operator==(const Span&, const Span&) = default;
};

/// The least span that covers both; they lie in the same file.
constexpr Span cover(const Span& a, const Span& b) {
  const std::uint32_t first = a.offset < b.offset ? a.offset : b.offset;
  const std::uint32_t last = a.end() > b.end() ? a.end() : b.end();
  return {a.file, first, last - first};
}

/// A place for people: both numbers count from 1, the column counts bytes.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend constexpr bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// The texts of one configuration, in the order in which they are read. Files never move: a view into a text stays
/// good as long as the set lives, also while further files are added.
class SourceSet {
 public:
  /// Adds a text under the name that messages show. Texts are at most 4 GiB - 1 long; see read_source.hpp.
  FileId add(std::string name, std::string text);

  [[nodiscard]] std::size_t size() const { return files_.size(); }
  [[nodiscard]] std::string_view name(FileId file) const { return files_[file].name; }
  [[nodiscard]] std::string_view text(FileId file) const { return files_[file].text; }
  [[nodiscard]] std::string_view text(const Span& span) const {
    return std::string_view(files_[span.file].text).substr(span.offset, span.length);
  }

  /// Line and column of a byte; one past the last byte is allowed.
  [[nodiscard]] LineColumn position(FileId file, std::uint32_t offset) const;
  [[nodiscard]] LineColumn begin(const Span& span) const { return position(span.file, span.offset); }
  /// The place behind the span's last byte.
  [[nodiscard]] LineColumn end(const Span& span) const { return position(span.file, span.end()); }
  /// Line number `line` (from 1) without its line end; empty when there is no such line.
  [[nodiscard]] std::string_view line(FileId file, std::uint32_t line) const;
  /// Where each line begins, in order; the first at 0, and one behind the last newline.
  [[nodiscard]] std::span<const std::uint32_t> line_starts(FileId file) const { return files_[file].line_starts; }

 private:
  struct File {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
};

}  // namespace hapax
