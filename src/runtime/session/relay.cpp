#include "runtime/session/relay.hpp"

namespace hapax::runtime {

bool Relay::step() {
  const bool up = move(client_, up_, server_, sent_to_server_);
  const bool down = move(server_, down_, client_, sent_to_client_);
  return up || down;
}

bool Relay::move(Connection& from, Buffer& buffer, Connection& to, std::uint64_t& sent) {
  const std::size_t read = from.read(buffer);
  const std::size_t written = to.write(buffer);
  sent += written;
  if (from.ended() && buffer.empty() && !to.write_ended()) {
    to.end_writing();
    return true;
  }
  return read + written > 0;
}

bool Relay::over() const {
  if (client_.write_broken() || server_.write_broken()) {
    // One side is gone. What the other has said already still reaches the one that is left.
    return client_.write_broken() ? true : server_.ended() && down_.empty();
  }
  return client_.ended() && server_.ended() && up_.empty() && down_.empty();
}

}  // namespace hapax::runtime
