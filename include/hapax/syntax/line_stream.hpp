// The lines of a file one after the other, for those who need each of them only once: what a Document holds of a whole
// file is held here of one line at a time, so that a file of nothing but newlines takes no more memory than another.
//
//     LineStream stream(sources, file);
//     while (stream.next()) ... stream.document().words(stream.line()) ...
#pragma once

#include <cstdint>
#include <memory>

#include <hapax/base/source.hpp>
#include <hapax/syntax/document.hpp>

namespace hapax::syntax {

class LineStream {
 public:
  /// Begins with the line that begins at `offset`; numbers count from there. The line that ends at `end`, or at the
  /// end of the file, is the last one.
  LineStream(const SourceSet& sources, FileId file, std::uint32_t offset = 0, std::uint32_t end = UINT32_MAX);
  ~LineStream();

  /// Goes on to the first or next line; false behind the last one, which then stays.
  bool next();
  /// A document that holds the current line alone; empty before the first next().
  [[nodiscard]] const Document& document() const;
  [[nodiscard]] const Line& line() const { return document().lines().front(); }
  /// The number of the current line as people count, from 1.
  [[nodiscard]] std::uint32_t number() const { return number_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::uint32_t number_ = 0;
};

}  // namespace hapax::syntax
