// The words of a line as HAProxy sees them: quotes and backslashes removed, variables replaced.
//
// What HAProxy does, measured on 2.6 to 3.2:
//   * Variables are replaced only in weak quotes. "${NAME-default}" takes the default when the variable does not exist;
//     the default ends at the first '}' and is not interpreted. An existing empty variable stays empty.
//   * "${NAME[*]}" begins a new word at each run of blanks in the value (also at the first and the last one, which
//     leaves an empty word there). Without [*] the value stays in its word, blanks included.
//   * In 3.0 and 3.2 an undefined variable directly before the closing quote swallows the blanks behind the quote: in
//     `x"$NONE" y` the word is `xy`, and `"$NONE" y` is the one word `y`. Before and since it is just empty.
//   * A word stops at a NUL byte that \x00 makes.
//   * An empty word, quoted or from a variable, ends the list of arguments for nearly every keyword. 3.2 warns about it
//     and 3.4 refuses it. resolve() keeps it and what follows: whoever reads the line decides.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/base/source.hpp>
#include <hapax/base/version.hpp>
#include <hapax/syntax/document.hpp>
#include <hapax/syntax/environment.hpp>
#include <hapax/syntax/word_text.hpp>

namespace hapax::syntax {

/// A run of a resolved word and where it comes from.
struct Piece {
  std::uint32_t text = 0;           ///< where the run begins in ResolvedWord::text
  std::uint32_t source = 0;         ///< where its source begins in the file
  std::uint32_t source_length = 0;  ///< how long the source is
  bool verbatim = false;            ///< true: byte for byte the same; false: an escape or a variable, as a whole
};

/// A word of a line as HAProxy sees it.
struct ResolvedWord {
  /// In the file's text or in the arena; marked where it has pieces().
  [[no_unique_address]] WordText text;
  Span span;  ///< the bytes it comes from, quotes included; a variable counts as a whole

  /// None for a plain word, whose source is `span` byte for byte.
  [[nodiscard]] std::span<const Piece> pieces() const;
};
static_assert(sizeof(ResolvedWord) == 24);

/// What a line is read in: what the pseudo-variables .FILE, .LINE and .SECTION stand for, and by which HAProxy.
struct ReadingPlace {
  std::string_view file;     ///< as it was named on the command line
  std::uint32_t line = 0;    ///< from 1
  std::string_view section;  ///< the current section's name, its keyword where it has none, empty before the first
  Version version = kDefaultTarget;
};

/// Appends the words of `line` to `words`; the caller clears them. Of a line with an error these are the words before
/// it. At most kKeptLineWords are made; `kMaxLineWords` is HAProxy's limit, to be checked by the caller.
/// The texts live as long as both the arena and the file of the document.
void resolve(const SourceSet& sources, const Document& document, const Line& line, const Environment& environment,
             const ReadingPlace& place, Arena& arena, std::vector<ResolvedWord>& words);

/// Where bytes [first, first + length) of a resolved word's text come from. With length 0, or at the end of the text,
/// an empty span at that place.
[[nodiscard]] Span locate(const ResolvedWord& word, std::size_t first, std::size_t length);

}  // namespace hapax::syntax
