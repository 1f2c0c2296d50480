#include "config/line_cutter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

namespace hapax::config {
namespace {

enum class Byte : std::uint8_t { of_word, blank, hash, line_end, other };

constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> bytes{};
  for (const char c : {' ', '\t', '\v', '\f'}) bytes[static_cast<unsigned char>(c)] = Byte::blank;
  for (const char c : {'\r', '\n'}) bytes[static_cast<unsigned char>(c)] = Byte::line_end;
  for (const char c : {'"', '\'', '\\', '\0'}) bytes[static_cast<unsigned char>(c)] = Byte::other;
  bytes['#'] = Byte::hash;
  return bytes;
}();

Byte kind_of(char c) { return kBytes[static_cast<unsigned char>(c)]; }

// Eight bytes at once. Every byte that ends a word is below '(' or a backslash; some that do not are, too.
constexpr std::size_t kAtOnce = 8;

std::uint64_t bytes_at(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, kAtOnce);
  return bytes;
}

// The first bit that is set belongs to the first byte that may end a word; 0: none of them does.
std::uint64_t may_end_word(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighBits = 0x80 * kOnes;
  const auto below = [](std::uint64_t all, std::uint64_t byte) { return (all - byte * kOnes) & ~all & kHighBits; };
  return below(bytes, '(') | below(bytes ^ ('\\' * kOnes), 1);
}

// The first byte from `at` on that is of no word. `end` is where a run of bytes of words ends at the latest, and none
// behind it may be read.
const char* behind_word(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    while (end - at >= static_cast<std::ptrdiff_t>(kAtOnce)) {
      const std::uint64_t found = may_end_word(bytes_at(at));
      at += found == 0 ? kAtOnce : static_cast<std::size_t>(std::countr_zero(found)) / 8;
      if (found == 0) continue;
      if (kind_of(*at) != Byte::of_word) return at;
      ++at;
    }
  }
  while (kind_of(*at) == Byte::of_word) ++at;
  return at;
}

}  // namespace

LineCutter::LineCutter(const SourceSet& sources, FileId file, Arena& words, const Stretch& stretch)
    : text_(sources.text(file).data()),
      end_(text_ + stretch.end),
      at_(text_ + stretch.begin),
      file_(file),
      arena_(words),
      offset_(stretch.begin),
      number_(stretch.lines_above) {}

bool LineCutter::next() {
  if (at_ == end_) return false;
  offset_ = static_cast<std::uint32_t>(at_ - text_);
  ++number_;
  kind_ = cut();
  words_ = kind_ == Kind::plain ? keep() : std::span<const Word>();
  if (kind_ == Kind::other) {
    const char* const newline = std::find(at_, end_, '\n');
    at_ = newline == end_ ? end_ : newline + 1;
  }
  return true;
}

// Goes on to the next line, but for lines that are left to others.
LineCutter::Kind LineCutter::cut() {
  count_ = 0;
  if (room_.size() < syntax::kMaxLineWords) make_room();
  const char* at = at_;
  // A stretch ends behind a newline or with the text, and behind that stands a NUL: no run of blanks or of a word's
  // bytes goes on beyond its end.
  Byte byte = kind_of(*at);
  while (true) {
    while (byte == Byte::blank) byte = kind_of(*++at);
    if (byte != Byte::of_word) break;
    const char* const begin = at;
    at = behind_word(at + 1, end_);
    byte = kind_of(*at);
    if (count_ == syntax::kMaxLineWords) return Kind::other;
    const auto length = static_cast<std::uint32_t>(at - begin);
    room_[count_++] = {syntax::WordText(std::string_view(begin, length)),
                       {file_, static_cast<std::uint32_t>(begin - text_), length}};
  }
  if (at != end_ && (byte == Byte::other || !skip_comment(at) || !skip_line_end(at))) return Kind::other;
  at_ = at;
  return count_ == 0 ? Kind::blank : Kind::plain;
}

// HAProxy sees nothing behind a NUL or a carriage return, and complains of a NUL.
bool LineCutter::skip_comment(const char*& at) const {
  while (at != end_ && kind_of(*at) != Byte::line_end) {
    if (*at == '\0') return false;
    ++at;
  }
  return true;
}

// One newline, or a carriage return and a newline. What follows a carriage return elsewhere is for others to judge.
bool LineCutter::skip_line_end(const char*& at) const {
  if (end_ - at > 1 && at[0] == '\r' && at[1] == '\n') ++at;
  if (at != end_ && *at == '\r') return false;
  if (at != end_) ++at;
  return true;
}

void LineCutter::make_room() {
  constexpr std::size_t kWords = 16 * syntax::kMaxLineWords;
  static_assert(std::is_trivially_copyable_v<Word> && std::is_trivially_destructible_v<Word>);
  room_ = {static_cast<Word*>(arena_.allocate(kWords * sizeof(Word), alignof(Word))), kWords};
}

std::span<const Word> LineCutter::keep() {
  const std::span<const Word> words = room_.first(count_);
  room_ = room_.subspan(count_);
  return words;
}

}  // namespace hapax::config
