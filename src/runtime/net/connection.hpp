// One TCP (or UNIX) connection, either side: what can be read and written, and how it ended.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/buffer.hpp"
#include "runtime/net/fd.hpp"

namespace hapax::runtime {

class Connection;

/// Told that something changed on a connection: bytes came, room appeared, it ended.
class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  virtual void on_ready(Connection& connection) = 0;
};

class Connection final : public EventHandler {
 public:
  /// Takes a non-blocking socket. `connecting`: connect() is under way.
  Connection(EventLoop& loop, Fd fd, ConnectionOwner& owner, bool connecting = false);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override { close(); }

  /// Reads until the buffer is full or nothing is left. Returns the number of bytes.
  std::size_t read(Buffer& to);
  /// Writes what the socket takes. Returns the number of bytes.
  std::size_t write(Buffer& from);

  /// No more bytes will come: the peer ended its direction, or the connection broke.
  [[nodiscard]] bool ended() const { return ended_ || broken_; }
  /// Reset, or another error. Nothing can be written any more either.
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] bool open() const { return fd_.valid(); }
  [[nodiscard]] bool connecting() const { return connecting_; }
  [[nodiscard]] bool write_ended() const { return write_ended_; }
  /// The peer does not take bytes any more, though it may have sent some before.
  [[nodiscard]] bool write_broken() const { return write_broken_ || broken_; }
  /// Bytes may be there to read.
  [[nodiscard]] bool has_input() const { return readable_; }
  /// The end of the peer's direction is known to have come, though bytes before it may be unread.
  [[nodiscard]] bool end_seen() const { return end_reported_ || ended(); }
  /// Why it broke: an errno value, 0 when unknown.
  [[nodiscard]] int error() const { return error_; }
  [[nodiscard]] int fd() const { return fd_.get(); }

  /// Asks the kernel whether a connection on which nothing is due is still silent and open: its end may have come
  /// without an event having told yet.
  [[nodiscard]] bool idle_and_open() const;

  void own(ConnectionOwner& owner) { owner_ = &owner; }
  /// Ends our direction; the peer sees the end of the stream.
  void end_writing();
  void close();
  /// Closes with a reset, as a peer would see it from a program that died.
  void abort();

  void on_events(std::uint32_t events) override;

 private:
  void fail(int error);
  void write_failed(int error);

  EventLoop& loop_;
  Fd fd_;
  ConnectionOwner* owner_;
  int error_ = 0;
  bool readable_ = false;
  bool writable_ = true;
  bool connecting_;
  bool ended_ = false;
  bool end_reported_ = false;  ///< by epoll; bytes may be left to read
  bool broken_ = false;
  bool write_ended_ = false;
  bool write_broken_ = false;
};

}  // namespace hapax::runtime
