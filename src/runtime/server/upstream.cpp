#include "runtime/server/upstream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "runtime/net/connect.hpp"
#include "runtime/worker.hpp"

namespace hapax::runtime {

using routing::Placement;

Upstream::Upstream(Worker& worker, UpstreamOwner& owner)
    : worker_(worker), owner_(owner), timer_(worker.loop().timers(), [this] { on_timer(); }) {}

Upstream::~Upstream() = default;

void Upstream::begin(routing::Transaction& transaction, bool reuse) {
  transaction_ = &transaction;
  may_reuse_ = reuse;
  reused_ = false;
  dequeued_at_ = connected_at_ = 0;
  follow(worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
    return router.place(transaction, worker_.now(), effects);
  }));
}

void Upstream::follow(const Placement& placement) {
  const model::Timeouts& timeouts = worker_.model().proxies[transaction_->ticket.backend].timeouts;
  switch (placement.kind) {
    case Placement::Kind::slot:
      connect();
      return;
    case Placement::Kind::queued:
      state_ = State::queued;
      timer_.set(deadline_after(timeouts.queue != model::kUnset ? timeouts.queue : timeouts.connect));
      return;
    case Placement::Kind::wait:
      state_ = State::waiting;
      timer_.set(worker_.now() + placement.delay);
      return;
    case Placement::Kind::refused:
    case Placement::Kind::passed_on:
      refuse(placement.outcome);
      return;
  }
}

void Upstream::connect() {
  if (dequeued_at_ == 0) dequeued_at_ = worker_.now();
  const model::Index server = transaction_->ticket.server;
  if (routing::Router::redirects(*transaction_, worker_.model())) return refuse(routing::Outcome::redirected);
  if (may_reuse_) {
    connection_ = worker_.idle().take(server);
    reused_ = connection_ != nullptr;
    // Only the first attempt: when an idle connection fails, the next one is fresh.
    may_reuse_ = false;
    if (reused_) {
      connection_->own(*this);
      return connection_stands();
    }
  }
  reused_ = false;
  SocketAddress address = worker_.shared().servers[server];
  const model::Endpoint& endpoint = worker_.model().servers[server].address;
  if (endpoint.port_relative) {
    const int port = transaction_->connection->destination.port + endpoint.port_offset;
    // The port stands at the same place for both families.
    reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port = htons(static_cast<std::uint16_t>(port));
  }
  Fd fd = start_connecting(address);
  if (!fd.valid()) return connect_failed(routing::ConnectFailure::refused);
  connection_ = std::make_unique<Connection>(worker_.loop(), std::move(fd), *this, true);
  state_ = State::connecting;
  timer_.set(deadline_after(worker_.model().proxies[transaction_->ticket.backend].timeouts.connect));
}

void Upstream::connection_stands() {
  timer_.clear();
  connected_at_ = worker_.now();
  state_ = State::connected;
  worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
    router.connected(*transaction_, worker_.now(), effects);
  });
}

void Upstream::connect_failed(routing::ConnectFailure failure) {
  timer_.clear();
  connection_.reset();
  follow(worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
    return router.connect_failed(*transaction_, failure, worker_.now(), effects);
  }));
}

bool Upstream::try_again(std::uint32_t reason, bool replayable) {
  const Placement placement = worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
    return router.answer_failed(*transaction_, reason, replayable, worker_.now(), effects);
  });
  if (placement.kind == Placement::Kind::passed_on) return false;
  connection_.reset();
  follow(placement);
  return true;
}

bool Upstream::take_notice(Notice notice) {
  if (notice == Notice::cut) return state_ == State::connecting || state_ == State::connected;
  if (state_ != State::queued) return false;
  timer_.clear();
  switch (notice) {
    case Notice::connect:
      connect();
      break;
    case Notice::refused_no_server:
      refuse(routing::Outcome::no_server);
      break;
    case Notice::refused_queue_full:
      refuse(routing::Outcome::queue_full);
      break;
    case Notice::cut:
      break;
  }
  return false;
}

void Upstream::on_timer() {
  switch (state_) {
    case State::queued:
      refuse(routing::Outcome::queue_timeout);
      break;
    case State::connecting:
      connect_failed(routing::ConnectFailure::timed_out);
      break;
    case State::waiting:
      follow(worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
        return router.retry(*transaction_, worker_.now(), effects);
      }));
      break;
    case State::idle:
    case State::connected:
    case State::refused:
      return;
  }
  owner_.upstream_changed();
}

void Upstream::on_ready(Connection& connection) {
  if (state_ != State::connecting || connection.connecting()) return;
  if (connection.broken()) {
    connect_failed(routing::ConnectFailure::refused);
  } else {
    connection_stands();
  }
  owner_.upstream_changed();
}

Connection& Upstream::connection(ConnectionOwner& owner) {
  connection_->own(owner);
  return *connection_;
}

void Upstream::release_connection(bool keep) {
  timer_.clear();
  if (connection_ != nullptr && keep) worker_.idle().keep(transaction_->ticket.server, std::move(connection_));
  connection_.reset();
  state_ = State::idle;
}

void Upstream::refuse(routing::Outcome outcome) {
  timer_.clear();
  outcome_ = outcome;
  state_ = State::refused;
}

routing::Time Upstream::deadline_after(model::Nanoseconds timeout) const {
  return timeout > 0 ? worker_.now() + timeout : routing::kNever;
}

}  // namespace hapax::runtime
