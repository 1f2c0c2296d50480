#include "config/lines_ahead.hpp"

#include <memory>
#include <utility>

namespace hapax::config {
namespace {

constexpr std::size_t kLinesOfBlock = 2048;
constexpr std::size_t kWorthAThread = std::size_t{256} << 10;

std::span<const Word> plain_words(const SourceSet& sources, const syntax::Document& document, const syntax::Line& line,
                                  Arena& arena) {
  if (!line.all_plain || line.error != syntax::LineError::none || line.word_count > syntax::kMaxLineWords) return {};
  const std::span<const syntax::Word> words = document.words(line);
  if (words.empty()) return {};
  auto* const room = static_cast<Word*>(arena.allocate(words.size() * sizeof(Word), alignof(Word)));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Span span = document.span(words[i]);
    std::construct_at(room + i, Word{sources.text(span), span, {}});
  }
  return {room, words.size()};
}

}  // namespace

LinesAhead::LinesAhead(const SourceSet& sources, FileId file, Arena& words)
    : sources_(sources),
      arena_(words),
      stream_(sources, file),
      policy_(sources.text(file).size() < kWorthAThread ? std::launch::deferred
                                                        : std::launch::async | std::launch::deferred),
      ahead_(cut_ahead()) {}

std::future<std::vector<CutLine>> LinesAhead::cut_ahead() {
  return std::async(policy_, [this] { return cut_block(); });
}

bool LinesAhead::next() {
  if (at_ + 1 < block_.size()) {
    ++at_;
    return true;
  }
  if (!ahead_.valid()) return false;
  std::vector<CutLine> following = ahead_.get();
  if (following.empty()) return false;
  if (following.size() == kLinesOfBlock) ahead_ = cut_ahead();
  block_ = std::move(following);
  at_ = 0;
  return true;
}

std::vector<CutLine> LinesAhead::cut_block() {
  std::vector<CutLine> block;
  block.reserve(kLinesOfBlock);
  while (block.size() < kLinesOfBlock && stream_.next()) {
    const syntax::Line& line = stream_.line();
    block.push_back({line, stream_.number(), plain_words(sources_, stream_.document(), line, arena_)});
  }
  return block;
}

}  // namespace hapax::config
