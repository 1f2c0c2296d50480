// What a session waits for in each phase, and what happens when it waited in vain. The statuses, and where nothing is
// said at all, are HAProxy's.
#include <algorithm>

#include "runtime/session/http_session.hpp"

namespace hapax::runtime {
namespace {

/// How long the end of a client is awaited that was told of ours: unread bytes would make the kernel reset the
/// connection, and the last answer would be lost with it.
constexpr routing::Time kLingering = routing::kSecond;

routing::Time deadline(routing::Time from, model::Nanoseconds timeout) {
  return timeout > 0 ? from + timeout : routing::kNever;
}

model::Nanoseconds first_set(model::Nanoseconds a, model::Nanoseconds b) { return a != model::kUnset ? a : b; }

}  // namespace

void HttpSession::set_timer() {
  switch (phase_) {
    case Phase::request:
      return timer_.set(request_deadline());
    case Phase::held:
      return timer_.set(held_until_);
    case Phase::exchange:
      return timer_.set(std::min(client_deadline(), server_deadline()));
    case Phase::answer:
      return timer_.set(client_deadline());
    case Phase::tunnel:
      return timer_.set(tunnel_deadline());
    case Phase::closing:
      // Last words take as long as the client may take for any others.
      return timer_.set(out_.empty() ? client_seen_ + kLingering : deadline(client_seen_, client_timeout()));
    case Phase::seeking:  // server/upstream.hpp has its own
    case Phase::over:
      return timer_.clear();
  }
}

routing::Time HttpSession::request_deadline() const {
  const model::Timeouts& timeouts = frontend_.timeouts;
  const model::Nanoseconds request = first_set(timeouts.http_request, timeouts.client);
  const bool between = request_count_ > 0 && !head_read_ && in_.empty();
  if (between) return deadline(client_seen_, first_set(timeouts.http_keep_alive, request));
  return deadline(record_.timeline.idle_until, request);
}

routing::Time HttpSession::client_deadline() const {
  const bool waiting = !request_body_.done() || !out_.empty();
  return waiting ? deadline(client_seen_, client_timeout()) : routing::kNever;
}

routing::Time HttpSession::server_deadline() const {
  const bool request_sent = request_body_.done() && to_server_.empty();
  const bool waiting =
      !to_server_.empty() || (request_sent && !answer_body_.done()) || (request_sent && !answer_started_);
  return waiting ? deadline(server_seen_, backend_timeouts().server) : routing::kNever;
}

routing::Time HttpSession::tunnel_deadline() const {
  const model::Timeouts server = backend_timeouts();
  const routing::Time seen = std::max(client_seen_, server_seen_);
  if (relay_->client_ended() && frontend_.timeouts.client_fin > 0) return seen + frontend_.timeouts.client_fin;
  if (relay_->server_ended() && server.server_fin > 0) return seen + server.server_fin;
  if (server.tunnel != model::kUnset) return deadline(seen, server.tunnel);
  return std::min(deadline(client_seen_, client_timeout()), deadline(server_seen_, server.server));
}

void HttpSession::on_timer() {
  switch (phase_) {
    case Phase::request:
      request_timed_out();
      break;
    case Phase::exchange:
      exchange_timed_out();
      break;
    case Phase::tunnel:
      record_.cause = server_seen_ < client_seen_ ? 's' : 'c';
      close_client();
      break;
    case Phase::answer:
      record_.cause = 'c';
      disappear();
      break;
    case Phase::closing:
      phase_ = Phase::over;
      break;
    case Phase::held:
    case Phase::seeking:
    case Phase::over:
      break;
  }
  advance();
}

void HttpSession::request_timed_out() {
  // Between two requests silence is no fault, and so there is no answer to it.
  if (request_count_ > 0 && in_.empty() && !head_read_) {
    phase_ = Phase::over;
    return;
  }
  refuse_request(408, 'c');
}

void HttpSession::exchange_timed_out() {
  if (server_deadline() <= worker_.now()) return server_failed(504, model::kRetryResponseTimeout, 's');
  record_.cause = 'c';
  record_.stage = answer_started_ ? 'D' : 'H';
  if (answer_started_) return disappear();
  upstream_.release_connection(false);
  answer_status(408, 'c', 'D');
}

}  // namespace hapax::runtime
