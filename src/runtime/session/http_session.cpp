#include "runtime/session/http_session.hpp"

#include "runtime/net/connect.hpp"
#include "runtime/wall_clock.hpp"

namespace hapax::runtime {
HttpSession::HttpSession(Worker& worker, Fd client, model::Index frontend, model::Index bind)
    : worker_(worker),
      frontend_(worker.model().proxies[frontend]),
      frontend_index_(frontend),
      client_(worker.loop(), std::move(client), *this),
      in_(worker.buffers()),
      out_(worker.buffers()),
      to_server_(worker.buffers()),
      from_server_(worker.buffers()),
      timer_(worker.loop().timers(), [this] { on_timer(); }),
      accepted_unix_us_(wall_clock_us()),
      upstream_(worker, *this) {
  send_at_once(client_.fd());
  peer_.frontend = frontend;
  peer_.bind = bind;
  peer_.source = peer_.peer = to_routing_address(peer_address(client_.fd()));
  peer_.destination = to_routing_address(local_address(client_.fd()));
  record_.timeline.accepted = client_seen_ = worker_.now();
}

void HttpSession::start() {
  const routing::Opened opened = worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { return router.open(peer_, worker_.now()); });
  connection_state_ = opened.state;
  opened_ = true;
  if (!opened.verdict.forward) phase_ = Phase::over;
  advance();
}

HttpSession::~HttpSession() {
  end_request();
  if (!opened_) return;
  worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { router.close(connection_state_, worker_.now()); });
}

void HttpSession::on_ready(Connection& /*connection*/) { advance(); }

void HttpSession::on_notice(Notice notice) {
  if (phase_ != Phase::seeking && phase_ != Phase::exchange && phase_ != Phase::tunnel) return;
  if (upstream_.take_notice(notice)) {
    record_.cause = 'D';
    close_client();
  }
  advance();
}

void HttpSession::stop_softly() {
  close_after_ = true;
  if (phase_ == Phase::request && !head_read_ && in_.empty()) phase_ = Phase::over;
  advance();
}

void HttpSession::advance() {
  while (phase_ != Phase::over && step()) {
  }
  if (phase_ == Phase::over) return worker_.remove(*this);
  set_timer();
}

bool HttpSession::step() {
  switch (phase_) {
    case Phase::request:
      return step_request();
    case Phase::held:
      return step_held();
    case Phase::seeking:
      return step_seeking();
    case Phase::exchange:
      return step_exchange();
    case Phase::answer:
      return step_answer();
    case Phase::tunnel:
      return step_tunnel();
    case Phase::closing:
      return step_closing();
    case Phase::over:
      return false;
  }
  return false;
}

bool HttpSession::step_held() {
  client_.read(in_);
  if (client_.broken()) {
    disappear();
    return true;
  }
  if (worker_.now() < held_until_) return false;
  follow(held_);
  return true;
}

bool HttpSession::step_closing() {
  if (client_.write(out_) > 0) client_seen_ = worker_.now();
  if (!out_.empty() && !client_.write_broken()) return false;
  out_.clear();
  client_.end_writing();
  while (client_.read(in_) > 0) in_.clear();
  if (client_.ended()) phase_ = Phase::over;
  return false;
}

void HttpSession::close_client() {
  upstream_.release_connection(false);
  end_request();
  client_seen_ = worker_.now();
  phase_ = Phase::closing;
}

/// The client is gone, or must not get a proper end: its answer broke off in the middle.
void HttpSession::disappear() {
  upstream_.release_connection(false);
  end_request();
  client_.close();
  phase_ = Phase::over;
}

void HttpSession::end_request() {
  if (!decided_) return;
  log_request();
  decided_ = false;
  worker_.forget_request(ticket_owner_.request);
  worker_.router().call(
      [&](routing::Router& router, routing::Effects& effects) { router.finish(transaction_, worker_.now(), effects); });
}

model::Timeouts HttpSession::backend_timeouts() const {
  model::Timeouts timeouts = worker_.model().proxies[transaction_.ticket.backend].timeouts;
  const routing::TimeoutChanges& changed = transaction_.timeouts;
  if (changed.server != model::kUnset) timeouts.server = changed.server;
  if (changed.tunnel != model::kUnset) timeouts.tunnel = changed.tunnel;
  return timeouts;
}

routing::Time HttpSession::client_timeout() const {
  const routing::Time changed = transaction_.timeouts.client;
  return changed != model::kUnset ? changed : frontend_.timeouts.client;
}

}  // namespace hapax::runtime
