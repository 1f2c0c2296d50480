// Files of patterns (`-f FILE`) and of maps, line by line, as HAProxy cuts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::syntax {

/// Maps of more entries than fit in this are a matter for a database: so many bytes of a file are read at most.
inline constexpr std::size_t kMaxPatternFile = std::size_t{256} << 20;

/// Where patterns are, as a configuration names it: "list", "file@list", "opt@list", "virt@name".
struct PatternSource {
  enum class Kind : std::uint8_t {
    file,        ///< that must be there
    maybe_file,  ///< opt@: that may be missing
    no_file,     ///< virt@: only what is added while HAProxy runs
  };
  Kind kind = Kind::file;
  std::string_view path;  ///< without file@ and opt@
};

/// Reads such a name. Before 3.0 a prefix is part of the path.
[[nodiscard]] PatternSource parse_pattern_source(std::string_view name, Version version);

/// What a line holds.
enum class PatternFile : std::uint8_t {
  patterns,  ///< one pattern: all behind leading blanks, blanks at its end included
  map,       ///< a key, blanks, and a value that may hold blanks but does not end with one
};

struct PatternLine {
  std::uint32_t number = 0;  ///< from 1
  std::string_view key;      ///< never empty
  std::string_view value;    ///< empty in a file of patterns, and where a map has a key alone
};

/// Gives the lines of a text that count. Blank ones do not, nor those that begin with '#'; a '#' behind blanks is no
/// comment. A carriage return or a NUL ends a line's content. HAProxy reads at most a buffer at a time (16383 bytes
/// with the default tune.bufsize) and takes what is left of a longer line for the next one.
class PatternLines {
 public:
  /// `text` must outlive what next() gives.
  PatternLines(std::string_view text, PatternFile kind) : rest_(text), kind_(kind) {}
  /// The next line, or nothing at the end.
  std::optional<PatternLine> next();

 private:
  std::string_view rest_;
  PatternFile kind_;
  std::uint32_t number_ = 0;
};

}  // namespace hapax::syntax
