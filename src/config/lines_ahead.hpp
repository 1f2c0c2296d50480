// The lines of a file cut into words, ahead of who reads them.
//
// Cutting lines into words needs nothing of what stands above them, as long as no quote or variable is in them. Of a
// large file the next block of lines is therefore cut on a thread of its own while the reader works on the one before;
// blocks come in order and only one is cut at a time, so that the words can share one arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <future>
#include <span>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/config/config.hpp>
#include <hapax/syntax/line_stream.hpp>

namespace hapax::config {

/// A line of a file. `words` lie in the arena; none where the line is blank or needs syntax::resolve().
struct CutLine {
  syntax::Line line;
  std::uint32_t number = 0;  ///< from 1
  std::span<const Word> words;
};

class LinesAhead {
 public:
  /// `words` is where words go; nobody else uses it meanwhile.
  LinesAhead(const SourceSet& sources, FileId file, Arena& words);
  LinesAhead(const LinesAhead&) = delete;
  LinesAhead& operator=(const LinesAhead&) = delete;

  /// Goes on to the first or next line; false behind the last one, which then stays.
  bool next();
  [[nodiscard]] const CutLine& line() const { return block_[at_]; }

 private:
  std::vector<CutLine> cut_block();
  [[nodiscard]] std::future<std::vector<CutLine>> cut_ahead();

  const SourceSet& sources_;
  Arena& arena_;
  syntax::LineStream stream_;
  std::launch policy_;
  std::vector<CutLine> block_;
  std::size_t at_ = 0;
  std::future<std::vector<CutLine>> ahead_;  // last: it is waited for before anything else goes
};

}  // namespace hapax::config
