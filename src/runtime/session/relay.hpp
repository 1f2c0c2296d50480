// Bytes both ways between two connections, as they come: TCP mode, and HTTP after an upgrade.
#pragma once

#include <cstdint>

#include "runtime/net/connection.hpp"

namespace hapax::runtime {

/// One direction at a time, each through its bounded buffer. When one side ends its direction, what is in the buffer
/// still goes out, then the other side is told; the opposite direction goes on until it ends as well.
class Relay {
 public:
  Relay(Connection& client, Connection& server, Buffer& up, Buffer& down)
      : client_(client), server_(server), up_(up), down_(down) {}

  /// Moves what can be moved. Returns true when anything moved.
  bool step();

  /// Both directions have ended, or one side broke.
  [[nodiscard]] bool over() const;
  [[nodiscard]] bool client_broken() const { return client_.write_broken(); }
  [[nodiscard]] bool server_broken() const { return server_.write_broken(); }
  [[nodiscard]] bool client_ended() const { return client_.ended(); }
  [[nodiscard]] bool server_ended() const { return server_.ended(); }
  [[nodiscard]] std::uint64_t sent_to_client() const { return sent_to_client_; }
  [[nodiscard]] std::uint64_t sent_to_server() const { return sent_to_server_; }

 private:
  static bool move(Connection& from, Buffer& buffer, Connection& to, std::uint64_t& sent);

  Connection& client_;
  Connection& server_;
  Buffer& up_;
  Buffer& down_;
  std::uint64_t sent_to_client_ = 0;
  std::uint64_t sent_to_server_ = 0;
};

}  // namespace hapax::runtime
