// Moves the body of one message from one buffer to another, checking its framing on the way.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <hapax/routing/message.hpp>

#include "runtime/http1/framing.hpp"
#include "runtime/net/buffer.hpp"

namespace hapax::runtime::http1 {

/// Bodies leave in the framing in which they came: a length stays a length, chunks stay chunks (though not the same
/// ones, and without extensions), and what runs until the end of the connection goes on until then.
class BodyMover {
 public:
  void start(const Framing& framing);

  /// Moves as much as is there and has room. Returns true when anything moved.
  bool move(Buffer& from, Buffer& to);
  /// Like move(), to nowhere: the rest of a request whose answer is known already.
  bool discard(Buffer& from);
  /// Like move(), without framing: the body as rules see it.
  bool unwrap(Buffer& from, Buffer& to);
  /// The sender has ended its direction and `from` is empty.
  void sender_ended();

  [[nodiscard]] bool done() const { return state_ == State::done; }
  /// The framing is broken: the message can neither be completed nor followed by another.
  [[nodiscard]] bool failed() const { return state_ == State::failed; }
  /// Bytes of the body itself that moved.
  [[nodiscard]] std::uint64_t moved() const { return moved_; }

 private:
  enum class State : std::uint8_t { length, until_close, chunk_size, chunk_data, chunk_end, trailers, done, failed };

  bool step(Buffer& from, Buffer* to);
  bool move_plain(Buffer& from, Buffer* to);
  bool read_chunk_size(Buffer& from);
  bool move_chunk_data(Buffer& from, Buffer* to);
  bool read_chunk_end(Buffer& from);
  bool move_trailers(Buffer& from, Buffer* to);

  State state_ = State::done;
  bool framed_ = true;      ///< chunks leave as chunks
  std::uint64_t left_ = 0;  ///< of the body, or of the chunk
  std::uint64_t moved_ = 0;
  std::size_t scanned_ = 0;
  std::vector<routing::Header> trailers_;
};

}  // namespace hapax::runtime::http1
