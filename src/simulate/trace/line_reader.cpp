// One buffer: lines are views into it, what is left of it is moved to the front when it runs out. It keeps kReadAhead
// bytes behind its end, so that a parser that reads in blocks may look past the end of a line.

#include <algorithm>
#include <cstring>

#include <hapax/simulate/input.hpp>

namespace hapax::simulate {
namespace {

constexpr std::size_t kBuffer = 2 * LineReader::kLongest;
// Read at a time: what was read lies in the nearest caches while its lines are looked at.
constexpr std::size_t kChunk = std::size_t{64} << 10;

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(char* into, std::size_t size) override {
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(into, text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> text_source(std::string text) { return std::make_unique<TextSource>(std::move(text)); }

LineReader::LineReader(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)), buffer_(kBuffer + kReadAhead) {}

Result<bool> LineReader::fill() {
  if (ended_) return false;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const auto count = source_->read(buffer_.data() + end_, std::min(kChunk, kBuffer - end_));
  if (!count) return tl::unexpected(count.error());
  end_ += *count;
  ended_ = *count == 0;
  return *count > 0;
}

Result<bool> LineReader::next(Line& line) {
  std::size_t searched = 0;
  for (;;) {
    const char* const from = buffer_.data() + begin_;
    const auto* newline = static_cast<const char*>(std::memchr(from + searched, '\n', end_ - begin_ - searched));
    const bool whole = newline != nullptr;
    const std::size_t length = whole ? static_cast<std::size_t>(newline - from) : end_ - begin_;
    if (!whole && length < kLongest) {
      searched = length;
      auto more = fill();
      if (!more) return more;
      if (*more) continue;
      if (length == 0) return false;
    }
    const bool rest_of_a_cut_line = skipping_;
    skipping_ = !whole && length >= kLongest;
    const std::size_t shown = std::min(length, kLongest);
    line.text = std::string_view(buffer_.data() + begin_, shown);
    line.cut = length > shown || skipping_;
    begin_ += whole ? length + 1 : length;
    if (rest_of_a_cut_line) {
      searched = 0;
      continue;
    }
    line.number = ++number_;
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    return true;
  }
}

}  // namespace hapax::simulate
