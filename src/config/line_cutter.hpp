// The lines of a stretch cut into words.
//
// Nearly every line of a large configuration is made of plain words: no quote, no backslash, no character that HAProxy
// treats in a way of its own. Such a line is cut here in one run over its bytes, by a table. Every other line is left
// to the grammar of syntax, which cuts plain lines in the same way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <hapax/base/arena.hpp>
#include <hapax/config/config.hpp>
#include <hapax/syntax/document.hpp>

#include "config/stretches.hpp"

namespace hapax::config {

class LineCutter {
 public:
  /// What there is in a line.
  enum class Kind : std::uint8_t {
    blank,  ///< at most a comment
    plain,  ///< words()
    other,  ///< nothing was cut: syntax::resolve() has to
  };

  /// `words` is where words go.
  LineCutter(const SourceSet& sources, FileId file, Arena& words, const Stretch& stretch);

  /// Goes on to the first or next line; false behind the last one.
  bool next();
  [[nodiscard]] Kind kind() const { return kind_; }
  /// The first byte of the line.
  [[nodiscard]] std::uint32_t offset() const { return offset_; }
  /// The number of the line in the file, from 1.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  /// Of a plain line; they lie in the arena.
  [[nodiscard]] std::span<const Word> words() const { return words_; }

 private:
  Kind cut();
  [[nodiscard]] bool skip_comment(const char*& at) const;
  [[nodiscard]] bool skip_line_end(const char*& at) const;
  void make_room();
  std::span<const Word> keep();

  const char* text_;
  const char* end_;  ///< of the stretch
  const char* at_;   ///< the next line
  FileId file_;
  Arena& arena_;
  std::uint32_t offset_;
  std::uint32_t number_;
  Kind kind_ = Kind::blank;
  std::span<Word> room_;   ///< in the arena, for the words of this line and of the next ones
  std::size_t count_ = 0;  ///< words of this line
  std::span<const Word> words_;
};

}  // namespace hapax::config
