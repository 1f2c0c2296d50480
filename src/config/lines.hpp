// The way of one file through the config stage, line by line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/syntax/document.hpp>

#include "config/line_cutter.hpp"
#include "config/reading.hpp"
#include "config/stretches.hpp"

namespace hapax::config {

/// Reads the lines of one file into the Config. Conditional blocks end with their file.
class LineReader {
 public:
  /// HAProxy stops behind so many lines with errors.
  static constexpr std::size_t kMostErrors = 50;

  LineReader(Reading& reading, FileId file) : reading_(reading), file_(file) {}

  /// Reads the whole file, large ones in several stretches at a time. False: that cannot be done, and the configuration
  /// has to be read again with `in_order`, all lines of it one after the other.
  [[nodiscard]] bool run(bool in_order);

  /// Reads the lines of a stretch.
  void read(const Stretch& stretch);
  /// How many lines had errors so far.
  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  /// A conditional block: what its current branch is, and whether one was taken already.
  struct Block {
    Span opened;
    bool active = false;  ///< lines of the current branch count
    bool taken = false;   ///< a branch of it was or is active, or the block stands in one that does not count
    bool has_else = false;
  };

  [[nodiscard]] bool active() const { return blocks_.empty() || blocks_.back().active; }
  [[nodiscard]] Span last_line() const;
  void check_end();
  void read_line(const LineCutter& cut);
  void resolve_line(std::uint32_t offset);
  [[nodiscard]] Span content_of_line(std::uint32_t offset) const;
  void report_many_errors(Span span);
  void report_line_error(const syntax::Document& document, const syntax::Line& line);
  std::span<const Word> keep_words();
  void read_dot(std::span<const Word> words);
  void open_block(std::span<const Word> words);
  void next_branch(std::span<const Word> words);
  void say(std::span<const Word> words);
  [[nodiscard]] bool holds(std::span<const Word> words);

  Reading& reading_;
  FileId file_;
  std::uint32_t number_ = 0;
  std::size_t refused_ = 0;
  std::vector<Block> blocks_;
  std::vector<Word> scratch_;
};

/// From now on relative names of files count from where the last `default-path` puts them for this file.
void apply_default_path(Reading& reading, FileId file);

/// A line that is no dot-directive: opens a section or belongs to the current one.
void read_section_line(Reading& reading, std::span<const Word> words);

/// 'no' or 'default' stands before a word that takes neither.
void report_refused_prefix(Reading& reading, const Word& prefix, std::string_view name);

/// When sections of that name exist, for a version that knows none: "... since HAProxy 3.2". Empty: the word names none
/// in any version, or in this one, too.
std::string help_of_section(std::string_view word, Version target);

/// True when the word opens a section in the target version, and does so.
bool open_section(Reading& reading, std::span<const Word> words);

/// A line of a section: finds its row, types its arguments, appends it to the section.
void read_directive(Reading& reading, std::span<const Word> words);

}  // namespace hapax::config
