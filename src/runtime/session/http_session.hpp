// A client's connection that speaks HTTP/1: one request after another, each sent to a server or answered here.
//
// The session is a state machine that is driven to a standstill: whatever happens (bytes, room, a timer, a notice of
// routing) leads to advance(), which moves everything that can move until nothing does, then sets the timers for what
// it waits for. Nothing else changes the phase, so each phase can be read by itself:
//
//   request    waiting for a head, or for the body that `option http-buffer-request` wants
//   held       tarpitted: the answer is known and held back
//   seeking    on the way to a server (server/upstream.hpp)
//   exchange   the request goes to the server, its answer comes back
//   answer     the last bytes of an answer are leaving; the rest of the request is read over
//   tunnel     after 101 or CONNECT: bytes both ways
//   closing    everything is said; the client's end is awaited for a moment
//   over       to be destroyed
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/http1/body.hpp"
#include "runtime/http1/writer.hpp"
#include "runtime/net/connection.hpp"
#include "runtime/server/upstream.hpp"
#include "runtime/session/access_record.hpp"
#include "runtime/session/relay.hpp"
#include "runtime/worker.hpp"

namespace hapax::runtime {

class HttpSession final : public Session, public ConnectionOwner, public UpstreamOwner {
 public:
  HttpSession(Worker& worker, Fd client, model::Index frontend, model::Index bind);
  ~HttpSession() override;

  /// Runs the rules for new connections; called once, when the worker knows the session.
  void start() override;
  void on_ready(Connection& connection) override;
  void upstream_changed() override { advance(); }
  void on_notice(Notice notice) override;
  void stop_softly() override;

 private:
  enum class Phase : std::uint8_t { request, held, seeking, exchange, answer, tunnel, closing, over };

  // http_session.cpp: the machine as a whole.
  void advance();
  bool step();
  bool step_held();
  bool step_closing();
  void end_request();
  void close_client();
  void disappear();

  // http_timers.cpp: what is waited for, and how long.
  void set_timer();
  void on_timer();
  [[nodiscard]] routing::Time request_deadline() const;
  [[nodiscard]] routing::Time client_deadline() const;
  [[nodiscard]] routing::Time server_deadline() const;
  [[nodiscard]] routing::Time tunnel_deadline() const;
  void request_timed_out();
  void exchange_timed_out();

  // http_request.cpp: from bytes to a decision.
  void begin_request();
  bool step_request();
  bool await_head();
  void read_head(std::size_t length);
  bool await_body();
  [[nodiscard]] bool body_begins_well();
  void decide();
  void follow(const routing::Verdict& verdict);
  [[nodiscard]] bool wants_whole_body() const;
  void show_body();

  // http_upstream.cpp: to the server and back.
  bool step_seeking();
  void begin_exchange();
  void name_server();
  [[nodiscard]] bool closes_server(const model::Proxy& backend) const;
  bool step_exchange();
  bool send_request();
  bool receive_answer();
  bool read_answer_head();
  void take_interim_answer();
  void take_answer();
  [[nodiscard]] std::uint32_t retry_reason_of(std::uint16_t status) const;
  bool send_answer_head();

  // http_tunnel.cpp
  void begin_tunnel();
  bool step_tunnel();

  // http_upstream.cpp, when things go wrong or end.
  void server_failed(std::uint16_t status, std::uint32_t retry_reason, char cause);
  void reset_exchange();
  void cut_short();
  void finish_exchange();

  // http_answer.cpp: answers of our own.
  void answer_status(std::uint16_t status, char cause, char stage);
  void answer_redirected();
  void refuse_request(std::uint16_t status, char cause);
  void send_own_answer();
  bool step_answer();
  [[nodiscard]] http1::Persistence persistence_of(std::uint8_t answer_minor) const;

  void log_request();
  void capture(const std::vector<model::Capture>& slots, const std::vector<routing::Header>& headers,
               std::vector<std::string_view>& values);
  /// Of the backend and the frontend, with what `set-timeout` made of them.
  [[nodiscard]] model::Timeouts backend_timeouts() const;
  [[nodiscard]] routing::Time client_timeout() const;

  Worker& worker_;
  const model::Proxy& frontend_;
  model::Index frontend_index_;
  Connection client_;
  Buffer in_;         ///< from the client
  Buffer out_;        ///< to the client
  Buffer to_server_;  ///< request heads and framed bodies; tunnels read into it directly
  Buffer from_server_;
  Timer timer_;
  Phase phase_ = Phase::request;

  // The connection.
  routing::ClientConnection peer_;
  routing::ConnectionState* connection_state_ = nullptr;
  bool opened_ = false;
  std::uint32_t request_count_ = 0;  ///< requests whose head was read
  std::int64_t accepted_unix_us_ = 0;

  // The request.
  routing::Transaction transaction_;
  TicketOwner ticket_owner_;
  bool decided_ = false;  ///< decide() saw the transaction, so finish() is due
  http1::RequestFraming request_framing_;
  http1::BodyMover request_body_;
  bool head_read_ = false;
  std::size_t scanned_ = 0;

  // Its answer.
  Upstream upstream_;
  http1::ResponseFraming answer_framing_;
  http1::ResponseVersion answer_version_;
  http1::BodyMover answer_body_;
  std::size_t answer_scanned_ = 0;
  std::string_view own_body_;    ///< of an answer of our own: what has not gone into out_ yet
  bool answer_started_ = false;  ///< its head is in out_, or on its way
  bool server_spoke_ = false;    ///< at least one byte of an answer came
  bool close_after_ = false;     ///< the client's connection ends with this answer
  std::optional<Relay> relay_;

  routing::Time client_seen_ = 0;  ///< last progress on either side: what timeouts count from
  routing::Time server_seen_ = 0;
  routing::Time held_until_ = 0;
  routing::Verdict held_;  ///< what comes then
  AccessRecord record_;
};

}  // namespace hapax::runtime
