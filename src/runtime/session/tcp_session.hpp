// A client's connection in TCP mode: rules, a server, and then bytes both ways.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/server/upstream.hpp"
#include "runtime/session/access_record.hpp"
#include "runtime/session/relay.hpp"
#include "runtime/worker.hpp"

namespace hapax::runtime {

/// Driven to a standstill by advance(), as HttpSession.
class TcpSession final : public Session, public ConnectionOwner, public UpstreamOwner {
 public:
  TcpSession(Worker& worker, Fd client, model::Index frontend, model::Index bind);
  ~TcpSession() override;

  void start() override;
  void on_ready(Connection& connection) override;
  void upstream_changed() override { advance(); }
  void on_notice(Notice notice) override;
  void stop_softly() override {}  ///< a session in TCP mode is what is under way

 private:
  /// inspect: content rules wait for the client's first bytes (tcp-request inspect-delay).
  enum class Phase : std::uint8_t { inspect, seeking, relay, over };

  void advance();
  bool step_inspect();
  void decide();
  bool step_seeking();
  bool step_relay();
  void set_timer();
  void on_timer();
  void end(char cause, char stage);
  void log_session();
  [[nodiscard]] routing::Time relay_deadline() const;

  Worker& worker_;
  const model::Proxy& frontend_;
  Connection client_;
  Buffer up_;
  Buffer down_;
  Timer timer_;
  Phase phase_ = Phase::inspect;

  routing::ClientConnection peer_;
  routing::ConnectionState* connection_state_ = nullptr;
  bool opened_ = false;
  routing::Transaction transaction_;
  TicketOwner ticket_owner_;
  bool decided_ = false;
  Upstream upstream_;
  std::optional<Relay> relay_;
  routing::Time client_seen_ = 0;
  routing::Time server_seen_ = 0;
  routing::Time inspect_until_ = 0;
  AccessRecord record_;
};

}  // namespace hapax::runtime
