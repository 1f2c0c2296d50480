// The way of one request to a server: placed, queued, connected, retried, redispatched, until a connection stands or
// routing gives up.
//
//   begin ──► queued ──► connecting ──► connected ──► (the session talks) ──► finish
//                │          │  ▲
//                │          ▼  │ retry, redispatch
//                └──────► waiting          any of them ──► refused
//
// Which server, how often and after which delay is routing's; here are the socket and the timers.
#pragma once

#include <cstdint>
#include <memory>

#include <hapax/routing/router.hpp>

#include "runtime/net/connection.hpp"
#include "runtime/server/shared_router.hpp"

namespace hapax::runtime {

class Worker;

/// Told that the state changed by itself: by a timer, the network, or routing.
class UpstreamOwner {
 public:
  virtual ~UpstreamOwner() = default;
  virtual void upstream_changed() = 0;
};

class Upstream final : public ConnectionOwner {
 public:
  enum class State : std::uint8_t { idle, queued, waiting, connecting, connected, refused };

  Upstream(Worker& worker, UpstreamOwner& owner);
  ~Upstream() override;

  /// decide() said that this transaction is to be forwarded. `reuse`: an idle connection may carry it.
  void begin(routing::Transaction& transaction, bool reuse);
  /// The server's answer is missing or to be retried: as Router::answer_failed(). False: not retried.
  bool try_again(std::uint32_t reason, bool replayable);
  /// Takes a notice of routing. True when the request has been cut: its connection is to be closed.
  bool take_notice(Notice notice);

  [[nodiscard]] State state() const { return state_; }
  /// While refused: why.
  [[nodiscard]] routing::Outcome outcome() const { return outcome_; }
  /// While connected: the connection, owned by this object, but events go to `owner` from now on.
  Connection& connection(ConnectionOwner& owner);
  [[nodiscard]] bool reused() const { return reused_; }

  /// The request is over. With `keep` the connection goes to the idle ones.
  void release_connection(bool keep);
  void cut_connection() { connection_.reset(); }

  /// For the log: when the request left the queue, and when the connection stood; 0: never.
  [[nodiscard]] routing::Time dequeued_at() const { return dequeued_at_; }
  [[nodiscard]] routing::Time connected_at() const { return connected_at_; }
  void forget_times() { dequeued_at_ = connected_at_ = 0; }

  void on_ready(Connection& connection) override;

 private:
  void follow(const routing::Placement& placement);
  void connect();
  void connection_stands();
  void connect_failed(routing::ConnectFailure failure);
  void on_timer();
  void refuse(routing::Outcome outcome);
  [[nodiscard]] routing::Time deadline_after(model::Nanoseconds timeout) const;

  Worker& worker_;
  UpstreamOwner& owner_;
  Timer timer_;
  routing::Transaction* transaction_ = nullptr;
  std::unique_ptr<Connection> connection_;
  State state_ = State::idle;
  routing::Outcome outcome_ = routing::Outcome::no_server;
  bool may_reuse_ = false;
  bool reused_ = false;
  routing::Time dequeued_at_ = 0;
  routing::Time connected_at_ = 0;
};

}  // namespace hapax::runtime
