// The second half of routing: servers, their weights, states, limits and queues, and who gets which.
//
// One LiveState holds all backends. What happens to a request (dispatch.cpp, feed.cpp, retry.cpp) and what happens to a
// server (transition.cpp, admin.cpp, health.cpp, warmup.cpp) meet in Backend and ServerLive (backend.hpp); the
// algorithms
// (../balance) see only those.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include <hapax/routing/router.hpp>

#include "routing/balance/xorshift.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

class LiveState {
 public:
  LiveState(const model::RoutingModel& model, RandomSource& random, Time now);
  ~LiveState();
  LiveState(const LiveState&) = delete;
  LiveState& operator=(const LiveState&) = delete;

  /// Who computes `balance hash EXPR`. Set once, before the first place().
  void set_expression_key(ExpressionKey key) { expression_key_ = std::move(key); }

  // What the evaluation needs. --------------------------------------------------------------------------------------

  /// The transaction's backend is known: it counts in the backend's connections from here to finish().
  void attach(Transaction& transaction, model::Index backend) {
    Ticket& ticket = transaction.ticket;
    ticket.transaction = &transaction;
    if (ticket.attached) --backends_[ticket.backend]->connections;
    ticket.backend = backend;
    ticket.attached = true;
    ++backends_[backend]->connections;
  }

  /// One more connection of the backend, which finish() does not take back.
  void count_forever(model::Index backend) { ++backends_[backend]->connections; }

  /// May persistence (use-server, cookie, stick table, rdp-cookie) send a request to this server? It asks less than the
  /// algorithms do: any state but STOPPED, and even that with `option persist` or when force-persist matched. Zero
  /// weight, drain and backup do not matter.
  [[nodiscard]] bool acceptable(model::Index server, bool force_persist) const;

  /// Persistence found a server: the algorithm will not be asked.
  static void assign(Ticket& ticket, model::Index server);

  /// Does the backend's algorithm look at requests?
  [[nodiscard]] bool hashes(model::Index backend) const { return backends_[backend]->algorithm->hashes(); }

  /// srv_is_up: not in maintenance and (no check configured or not STOPPED).
  [[nodiscard]] bool is_up(model::Index server) const;

  [[nodiscard]] ServerSnapshot server(model::Index server, Time now) const;
  [[nodiscard]] BackendSnapshot backend(model::Index proxy) const;

  // The life of a request: see Router. ------------------------------------------------------------------------------

  Placement place(Transaction& transaction, Time now, Effects& effects, Trace* trace);
  void connected(Ticket& ticket, Time now, Effects& effects) {
    if (observes_) observe_connection(ticket, now, effects);
  }
  Placement connect_failed(Transaction& transaction, ConnectFailure failure, Time now, Effects& effects, Trace* trace);
  Placement retry(Transaction& transaction, Time now, Effects& effects, Trace* trace);
  Placement answer_failed(Transaction& transaction, std::uint32_t reason, bool replayable, Time now, Effects& effects,
                          Trace* trace);
  void answered(Ticket& ticket, std::uint16_t status, Time now, Effects& effects) {
    if (observes_) observe_answer(ticket, status, now, effects);
  }
  void finish(Ticket& ticket, Time now, Effects& effects);

  // The life of a server: see Router. -------------------------------------------------------------------------------

  void set_admin_state(model::Index server, AdminState state, Time now, Effects& effects);
  bool set_weight(model::Index server, std::uint32_t value, bool percent, Time now, Effects& effects);
  void set_maxconn(model::Index server, std::int64_t maxconn, Time now, Effects& effects);
  void health_check(model::Index server, CheckResult result, Time now, Effects& effects);
  void agent_report(model::Index server, std::string_view line, Time now, Effects& effects);
  [[nodiscard]] Time check_interval(model::Index server) const;
  [[nodiscard]] Time first_check(model::Index server) const;
  [[nodiscard]] Time next_timer() const { return next_timer_; }
  void advance(Time now, Effects& effects);

 private:
  /// A server and its backend: what most of this works on.
  struct Member {
    Backend& backend;
    ServerLive& server;
  };

  [[nodiscard]] Member member(model::Index server) {
    const Place place = places_[server];
    Backend& backend = *backends_[place.backend];
    return {backend, backend.servers[place.position]};
  }
  [[nodiscard]] Member member(const Ticket& ticket) { return member(ticket.server); }
  [[nodiscard]] const ServerLive& live(model::Index server) const;

  [[nodiscard]] ServerLive fresh_server(const model::Proxy& proxy, model::Index index);

  // dispatch.cpp: algorithm, limits, queues.
  Placement dispatch(Transaction& transaction, model::Index avoid, Time now, Effects& effects);
  [[nodiscard]] model::Index pick(Backend& backend, Transaction& transaction, model::Index avoid, Time now);
  static Placement redirect(Member at);
  Placement enter_server(Member to, Ticket& ticket, Time now, Effects& effects);
  Placement wait_for_any(Backend& backend, Ticket& ticket, Time now);
  static void take_slot(Member at, Ticket& ticket) {
    ticket.has_slot = true;
    at.backend.take_slot(at.server);
  }
  /// A connection to the server starts.
  static void start_attempt(Member at, Ticket& ticket) {
    ticket.connected = true;
    ++at.server.current;
    at.backend.load_changed(at.server);
    if (at.server.follow_sessions) list_session(at.server, ticket);
  }
  /// The connection ended, or never came to be.
  static void end_attempt(Member at, Ticket& ticket) {
    if (!ticket.connected) return;
    ticket.connected = false;
    --at.server.current;
    if (ticket.list == &at.server) strike_session(at.server, ticket);
  }
  static void give_slot_back(Member at, Ticket& ticket) {
    if (!ticket.has_slot) return;
    ticket.has_slot = false;
    at.backend.give_slot_back(at.server);
    at.backend.load_changed(at.server);
  }
  [[gnu::noinline]] static void list_session(ServerLive& server, Ticket& ticket);
  [[gnu::noinline]] static void strike_session(ServerLive& server, Ticket& ticket);
  [[gnu::noinline]] void leave_unserved(Ticket& ticket, Time now, Effects& effects);
  /// Leaves its server; those who wait for it move up.
  void release(Ticket& ticket, Time now, Effects& effects) {
    const Member at = member(ticket);
    end_attempt(at, ticket);
    give_slot_back(at, ticket);
    feed_if_wanted(at, now, effects);
  }

  // retry.cpp
  [[nodiscard]] bool may_redispatch(Member at, const Ticket& ticket) const;
  Placement try_again(Transaction& transaction, Time delay, Time now, Effects& effects, Trace* trace);

  // feed.cpp: those who wait get what became free.
  [[nodiscard]] static bool wants_more(Member at, Time now) {
    const bool somebody = !at.server.queue.empty() || (!at.backend.queue.empty() && at.server.usable);
    return somebody && (at.server.maxconn == 0 || at.server.current < at.backend.limit(at.server, now));
  }
  void feed(Member at, Time now, Effects& effects);
  void feed_if_wanted(Member at, Time now, Effects& effects) {
    if (wants_more(at, now)) feed(at, now, effects);
  }
  void welcome(Member at, Time now, Effects& effects);
  void scatter_queue(Member at, Time now, Effects& effects);
  void place_anew(Ticket& ticket, Time now, Effects& effects);
  [[nodiscard]] bool may_take_from_backend(Member at) const {
    const bool plain = at.server.config->track == model::kNone && !at.server.backup;
    return plain ? at.server.usable : tracker_or_backup_may_take(at);
  }
  [[nodiscard]] [[gnu::noinline]] bool tracker_or_backup_may_take(Member at) const;

  // transition.cpp: a server's state changes.
  void stop(Member at, Time now, Effects& effects);
  void go_down(Member at, Time now, Effects& effects);
  void go_up(Member at, Time now, Effects& effects);
  void go_stopping(Member at, Time now, Effects& effects);
  void enter_maintenance(Member at, AdminMark mark, Time now, Effects& effects);
  void leave_maintenance(Member at, AdminMark mark, Time now, Effects& effects);
  void enter_drain(Member at, AdminMark mark, Time now, Effects& effects);
  void leave_drain(Member at, AdminMark mark, Time now, Effects& effects);
  void update(Member at, Time now);
  void close_sessions(ServerLive& server, Effects& effects);
  [[nodiscard]] bool tracked_is_down(const ServerLive& server) const;

  // adjust.cpp
  void warm_up(Member at, Time now, Effects& effects);

  // health.cpp
  static void restart_health(ServerLive& server);
  void check_failed(Member at, Time now, Effects& effects);
  void check_passed(Member at, bool conditionally, Time now, Effects& effects);
  void observe(Member at, bool good, Time now, Effects& effects);
  [[gnu::noinline]] void observe_connection(Ticket& ticket, Time now, Effects& effects);
  [[gnu::noinline]] void observe_answer(Ticket& ticket, std::uint16_t status, Time now, Effects& effects);

  const model::RoutingModel& model_;
  std::pmr::unsynchronized_pool_resource memory_;   ///< of the queues
  std::vector<std::unique_ptr<Backend>> backends_;  ///< by proxy; null for those without servers' role
  struct Place {
    model::Index backend = model::kNone;
    model::Index position = model::kNone;
  };
  std::vector<Place> places_;  ///< by server
  Xorshift32 shared_sequence_;
  ExpressionKey expression_key_;
  Time next_timer_ = kNever;
  bool observes_ = false;  ///< some server is observed, see `observe`
};

}  // namespace hapax::routing
