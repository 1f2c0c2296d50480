// After 101, or a successful CONNECT: HTTP is over on this connection, bytes go both ways.
#include "runtime/session/http_session.hpp"

namespace hapax::runtime {

void HttpSession::begin_tunnel() {
  relay_.emplace(client_, upstream_.connection(*this), in_, from_server_);
  client_seen_ = server_seen_ = worker_.now();
  phase_ = Phase::tunnel;
}

bool HttpSession::step_tunnel() {
  // The head of the answer, and what is left of the request, go first.
  const std::size_t head = client_.write(out_) + upstream_.connection(*this).write(to_server_);
  if (!out_.empty() && !client_.write_broken()) return head > 0;
  const std::uint64_t up = relay_->sent_to_server();
  const std::uint64_t down = relay_->sent_to_client();
  const bool moved = relay_->step();
  if (relay_->sent_to_server() != up) client_seen_ = server_seen_ = worker_.now();
  if (relay_->sent_to_client() != down) client_seen_ = server_seen_ = worker_.now();
  if (relay_->over()) {
    record_.bytes_to_client += relay_->sent_to_client();
    if (relay_->client_broken()) record_.cause = 'C';
    close_client();
    return true;
  }
  return moved || head > 0;
}

}  // namespace hapax::runtime
