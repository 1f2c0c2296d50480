// RFC 9112 section 7.1 (chunks), as strictly as HAProxy: sizes are hexadecimal digits, at most 2^52 and more than
// enough; blanks may follow them; extensions are read over and dropped; every line ends in CR LF.
#include "runtime/http1/body.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "runtime/http1/characters.hpp"

namespace hapax::runtime::http1 {
namespace {

/// The longest size line: what an extension may take before it is an attack.
constexpr std::size_t kLongestSizeLine = 4096;
/// Room for "ffffffffffffffff CR LF" before and CR LF behind a chunk.
constexpr std::size_t kChunkFrame = 20;

std::optional<unsigned> hex_digit(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char lower = to_lower(c);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return std::nullopt;
}

/// The size in a size line (without its line end), or nothing when it is none.
std::optional<std::uint64_t> parse_chunk_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size(); ++digits) {
    const std::optional<unsigned> digit = hex_digit(line[digits]);
    if (!digit) break;
    if ((size >> 48) != 0) return std::nullopt;
    size = size * 16 + *digit;
  }
  if (digits == 0) return std::nullopt;
  line.remove_prefix(digits);
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  if (!line.empty() && line.front() != ';') return std::nullopt;
  // An end of line inside the extension would end the line for those who accept LF alone.
  if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return std::nullopt;
  return size;
}

/// The longest beginning of a size line can be judged before its end has come.
bool may_become_size_line(std::string_view bytes) {
  if (bytes.size() > kLongestSizeLine || bytes.find('\n') != std::string_view::npos) return false;
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  return bytes.empty() || parse_chunk_size(bytes).has_value();
}

}  // namespace

void BodyMover::start(const Framing& framing) {
  moved_ = 0;
  framed_ = true;
  left_ = framing.length;
  switch (framing.kind) {
    case BodyKind::none:
      state_ = State::done;
      break;
    case BodyKind::length:
      state_ = State::length;
      break;
    case BodyKind::chunked:
      state_ = State::chunk_size;
      break;
    case BodyKind::until_close:
      state_ = State::until_close;
      break;
  }
}

bool BodyMover::move(Buffer& from, Buffer& to) {
  bool any = false;
  while (step(from, &to)) any = true;
  return any;
}

bool BodyMover::discard(Buffer& from) {
  bool any = false;
  while (step(from, nullptr)) any = true;
  return any;
}

bool BodyMover::unwrap(Buffer& from, Buffer& to) {
  framed_ = false;
  return move(from, to);
}

void BodyMover::sender_ended() {
  if (done()) return;
  state_ = state_ == State::until_close ? State::done : State::failed;
}

bool BodyMover::step(Buffer& from, Buffer* to) {
  switch (state_) {
    case State::length:
    case State::until_close:
      return move_plain(from, to);
    case State::chunk_size:
      return read_chunk_size(from);
    case State::chunk_data:
      return move_chunk_data(from, to);
    case State::chunk_end:
      return read_chunk_end(from);
    case State::trailers:
      return move_trailers(from, to);
    case State::done:
    case State::failed:
      return false;
  }
  return false;
}

bool BodyMover::move_plain(Buffer& from, Buffer* to) {
  std::size_t count = from.size();
  if (to != nullptr) count = std::min(count, to->room());
  if (state_ == State::length) count = static_cast<std::size_t>(std::min<std::uint64_t>(count, left_));
  if (count == 0) return false;
  if (to != nullptr) to->append(from.bytes().substr(0, count));
  from.drop(count);
  moved_ += count;
  if (state_ == State::length && (left_ -= count) == 0) state_ = State::done;
  return true;
}

bool BodyMover::read_chunk_size(Buffer& from) {
  const std::string_view bytes = from.bytes();
  const std::size_t end = bytes.substr(0, kLongestSizeLine).find("\r\n");
  if (end == std::string_view::npos) {
    if (!may_become_size_line(bytes)) state_ = State::failed;
    return false;
  }
  const std::optional<std::uint64_t> size = parse_chunk_size(bytes.substr(0, end));
  if (!size) {
    state_ = State::failed;
    return false;
  }
  from.drop(end + 2);
  left_ = *size;
  scanned_ = 0;
  state_ = left_ > 0 ? State::chunk_data : State::trailers;
  return true;
}

bool BodyMover::move_chunk_data(Buffer& from, Buffer* to) {
  std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(from.size(), left_));
  if (to != nullptr) {
    if (to->room() <= kChunkFrame) return false;
    count = std::min(count, to->room() - kChunkFrame);
  }
  if (count == 0) return false;
  if (to != nullptr) {
    if (framed_) to->append(fmt::format("{:x}\r\n", count));
    to->append(from.bytes().substr(0, count));
    if (framed_) to->append("\r\n");
  }
  from.drop(count);
  moved_ += count;
  if ((left_ -= count) == 0) state_ = State::chunk_end;
  return true;
}

bool BodyMover::read_chunk_end(Buffer& from) {
  const std::string_view bytes = from.bytes().substr(0, 2);
  if (bytes != std::string_view("\r\n").substr(0, bytes.size())) state_ = State::failed;
  if (state_ == State::failed || bytes.size() < 2) return false;
  from.drop(2);
  state_ = State::chunk_size;
  return true;
}

bool BodyMover::move_trailers(Buffer& from, Buffer* to) {
  const std::string_view bytes = from.bytes();
  std::size_t length = bytes.starts_with("\r\n") ? 2 : bytes.starts_with('\n') ? 1 : find_head_end(bytes, scanned_);
  if (length == 0) {
    if (from.room() == 0) state_ = State::failed;
    return false;
  }
  std::string text(bytes.substr(0, length));
  if (parse_fields(text, Limits{}, trailers_) != HeadError::none) {
    state_ = State::failed;
    return false;
  }
  std::string out = "0\r\n";
  for (const routing::Header& field : trailers_) {
    out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  out += "\r\n";
  if (to != nullptr && to->room() < out.size()) {
    if (to->empty()) state_ = State::failed;
    return false;
  }
  if (to != nullptr && framed_) to->append(out);
  from.drop(length);
  state_ = State::done;
  return true;
}

}  // namespace hapax::runtime::http1
