#include "runtime/session/tcp_session.hpp"

#include <algorithm>

#include "runtime/log/access_log.hpp"
#include "runtime/log/load.hpp"
#include "runtime/net/connect.hpp"
#include "runtime/wall_clock.hpp"

namespace hapax::runtime {
namespace {

routing::Time deadline(routing::Time from, model::Nanoseconds timeout) {
  return timeout > 0 ? from + timeout : routing::kNever;
}

}  // namespace

TcpSession::TcpSession(Worker& worker, Fd client, model::Index frontend, model::Index bind)
    : worker_(worker),
      frontend_(worker.model().proxies[frontend]),
      client_(worker.loop(), std::move(client), *this),
      up_(worker.buffers()),
      down_(worker.buffers()),
      timer_(worker.loop().timers(), [this] { on_timer(); }),
      upstream_(worker, *this) {
  send_at_once(client_.fd());
  peer_.frontend = frontend;
  peer_.bind = bind;
  peer_.source = peer_.peer = to_routing_address(peer_address(client_.fd()));
  peer_.destination = to_routing_address(local_address(client_.fd()));
  record_.frontend = frontend;
  record_.client = peer_.source;
  record_.accepted_unix_us = wall_clock_us();
  record_.timeline.accepted = record_.timeline.idle_until = record_.timeline.head_complete = worker_.now();
  client_seen_ = worker_.now();
}

TcpSession::~TcpSession() {
  if (decided_) {
    worker_.forget_request(ticket_owner_.request);
    worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
      router.finish(transaction_, worker_.now(), effects);
    });
  }
  if (!opened_) return;
  worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { router.close(connection_state_, worker_.now()); });
}

void TcpSession::start() {
  const routing::Opened opened = worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { return router.open(peer_, worker_.now()); });
  connection_state_ = opened.state;
  opened_ = true;
  if (!opened.verdict.forward) {
    phase_ = Phase::over;
  } else if (frontend_.inspect_delay > 0) {
    inspect_until_ = worker_.now() + frontend_.inspect_delay;
  }
  advance();
}

void TcpSession::on_ready(Connection& /*connection*/) { advance(); }

void TcpSession::on_notice(Notice notice) {
  if (phase_ == Phase::over) return;
  if (upstream_.take_notice(notice)) end('D', 'D');
  advance();
}

void TcpSession::advance() {
  bool moved = true;
  while (moved && phase_ != Phase::over) {
    switch (phase_) {
      case Phase::inspect:
        moved = step_inspect();
        break;
      case Phase::seeking:
        moved = step_seeking();
        break;
      case Phase::relay:
        moved = step_relay();
        break;
      case Phase::over:
        break;
    }
  }
  if (phase_ == Phase::over) return worker_.remove(*this);
  set_timer();
}

bool TcpSession::step_inspect() {
  client_.read(up_);
  const bool waits = frontend_.inspect_delay > 0 && up_.empty() && !client_.ended() && worker_.now() < inspect_until_;
  if (waits) return false;
  decide();
  return true;
}

void TcpSession::decide() {
  transaction_.connection = &peer_;
  transaction_.connection_state = connection_state_;
  transaction_.request.payload = transaction_.arena.copy(up_.bytes());
  ticket_owner_ = {&worker_, worker_.register_request(*this)};
  transaction_.ticket.owner = &ticket_owner_;
  decided_ = true;
  const routing::Verdict verdict = worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { return router.decide(transaction_, worker_.now()); });
  if (!verdict.forward) return end(verdict.outcome == routing::Outcome::no_server ? 'S' : 'P', 'C');
  phase_ = Phase::seeking;
  upstream_.begin(transaction_, false);
}

bool TcpSession::step_seeking() {
  client_.read(up_);
  if (client_.broken()) {
    end('C', upstream_.state() == Upstream::State::queued ? 'Q' : 'C');
  } else if (upstream_.state() == Upstream::State::connected) {
    record_.server_reached = true;
    relay_.emplace(client_, upstream_.connection(*this), up_, down_);
    client_seen_ = server_seen_ = worker_.now();
    phase_ = Phase::relay;
  } else if (upstream_.state() == Upstream::State::refused) {
    const bool waited = upstream_.outcome() == routing::Outcome::queue_timeout;
    const bool slow = waited || upstream_.outcome() == routing::Outcome::connect_timeout;
    end(slow ? 's' : 'S', waited ? 'Q' : 'C');
  } else {
    return false;
  }
  return true;
}

bool TcpSession::step_relay() {
  const std::uint64_t up = relay_->sent_to_server();
  const std::uint64_t down = relay_->sent_to_client();
  const bool moved = relay_->step();
  if (relay_->sent_to_server() != up || relay_->sent_to_client() != down) {
    client_seen_ = server_seen_ = worker_.now();
  }
  if (!relay_->over()) return moved;
  const bool broken = relay_->client_broken() || relay_->server_broken();
  end(relay_->client_broken() ? 'C' : relay_->server_broken() ? 'S' : '-', broken ? 'D' : '-');
  return true;
}

void TcpSession::set_timer() {
  switch (phase_) {
    case Phase::inspect:
      return timer_.set(inspect_until_);
    case Phase::relay:
      return timer_.set(relay_deadline());
    case Phase::seeking:
    case Phase::over:
      return timer_.clear();
  }
}

routing::Time TcpSession::relay_deadline() const {
  const model::Timeouts& server = worker_.model().proxies[transaction_.ticket.backend].timeouts;
  const routing::Time seen = std::max(client_seen_, server_seen_);
  if (relay_->client_ended() && frontend_.timeouts.client_fin > 0) return seen + frontend_.timeouts.client_fin;
  if (relay_->server_ended() && server.server_fin > 0) return seen + server.server_fin;
  if (server.tunnel != model::kUnset) return deadline(seen, server.tunnel);
  return std::min(deadline(client_seen_, frontend_.timeouts.client), deadline(server_seen_, server.server));
}

void TcpSession::on_timer() {
  if (phase_ == Phase::relay && relay_deadline() <= worker_.now()) {
    const model::Timeouts& server = worker_.model().proxies[transaction_.ticket.backend].timeouts;
    const bool by_client = deadline(client_seen_, frontend_.timeouts.client) <= deadline(server_seen_, server.server);
    end(by_client ? 'c' : 's', 'D');
  }
  advance();
}

void TcpSession::end(char cause, char stage) {
  record_.cause = cause;
  record_.stage = stage;
  log_session();
  upstream_.release_connection(false);
  phase_ = Phase::over;
}

void TcpSession::log_session() {
  if (worker_.shared().log == nullptr) return;
  record_.transaction = &transaction_;
  record_.timeline.dequeued = upstream_.dequeued_at();
  record_.timeline.connected = upstream_.connected_at();
  record_.timeline.ended = worker_.now();
  if (relay_) {
    record_.bytes_to_client = relay_->sent_to_client();
    record_.bytes_to_server = relay_->sent_to_server();
  }
  record_.destination = peer_.destination;
  count_load(worker_, record_);
  worker_.shared().log->write(record_);
}

}  // namespace hapax::runtime
