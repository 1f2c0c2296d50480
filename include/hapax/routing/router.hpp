// The one routing engine. `route`, `simulate` and `run` all call it, so that what was simulated is what runs.
//
// A Router holds everything that changes while traffic flows: the servers' states, counters and queues, stick tables,
// variables of the process, maps changed by rules. It reads no clock, no socket, no file and no global: time comes in
// with every call, randomness from the source given at construction. It is not thread-safe; a runtime with several
// threads serialises its calls.
//
// The life of a request:
//
//   open(connection)          tcp-request connection and session rules       -> go on, or rejected
//   decide(transaction)       content and http-request rules, switching,
//                             the backend's rules, persistence              -> forward, or an answer
//   place(transaction)        algorithm, limits, queues                      -> a slot, a queue, or no server
//     ... out of a queue by some other call's Effects
//   redirect(transaction)     servers with `redir`                           -> an answer, or go on
//   connected(transaction)    the connection to the server stands
//   connect_failed(...)       retries and redispatch                         -> again, wait, queued, or give up
//   answer_failed(...)        `retry-on` with other reasons                   -> the same
//   respond(transaction)      the answer's rules, stick stores, cookies
//   finish(transaction)       slots given back; whoever waits gets them
//   close(connection)
//
// finish() ends every transaction that decide() saw, once, whatever became of it: served, denied, timed out in a queue,
// aborted by the client. A Transaction is owned by the caller and must not move between decide() and finish().
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/message.hpp>
#include <hapax/routing/outcome.hpp>
#include <hapax/routing/server_state.hpp>
#include <hapax/routing/ticket.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/routing/trace.hpp>

namespace hapax::routing {

class ConnectionState;
class Evaluation;
class LiveState;
class TransactionState;

/// What rules (`set-timeout`) made of the timeouts of one request; model::kUnset where the proxies' own hold.
struct TimeoutChanges {
  model::Nanoseconds client = model::kUnset;
  model::Nanoseconds server = model::kUnset;
  model::Nanoseconds tunnel = model::kUnset;
};

/// One request on its way. The caller fills in connection and request before decide(); the rest is routing's.
struct Transaction {
  ClientConnection* connection = nullptr;
  ConnectionState* connection_state = nullptr;  ///< from open(); null: a connection of its own, made on demand
  Request request;
  Response response;  ///< the server's answer, filled in before respond(); or the proxy's own answer
  bool has_response = false;
  Ticket ticket;            ///< its place in a backend
  Address source;           ///< as the request sees them: the connection's, or what set-src and set-dst made of them;
  Address destination;      ///< set by decide()
  TimeoutChanges timeouts;  ///< likewise
  /// Set by decide(): rules wait for a body that the client sends only when it is told to (status 100), which is the
  /// caller's to do.
  bool body_invited = false;
  std::uint64_t bytes_in = 0;         ///< from the client, and to it: filled in by the caller before finish(), for what
  std::uint64_t bytes_out = 0;        ///< stick tables count
  TransactionState* state = nullptr;  ///< routing's own, from decide() to finish()
  Arena arena;
};

/// What open(), decide() and respond() found.
struct Verdict {
  bool forward = false;  ///< true: go on. After decide(), place() comes next, in `backend`
  Outcome outcome =
      Outcome::served;  ///< when not forwarded: denied, redirected, returned, tarpitted, rejected, no_server
  model::Index backend = model::kNone;
  /// How long it takes until this comes about: pauses, and the time that a tarpit holds its answer back; inspect-delay:
  /// none.
  Time delay = 0;
  model::Index rule = model::kNone;  ///< into RoutingModel::rules: the one that ended it; kNone: none did
};

/// A connection that was accepted or rejected. `state` goes into its transactions, and to close().
struct Opened {
  Verdict verdict;
  ConnectionState* state = nullptr;
};

/// Where place(), connect_failed() and answer_failed() put a request.
struct Placement {
  enum class Kind : std::uint8_t {
    slot,       ///< connect to ticket.server now, unless it redirects()
    queued,     ///< wait: in the queue of ticket.server, or of the backend when that is kNone
    refused,    ///< over: `outcome` says why; the proxy answers 503 (see answer_failed() for the exception)
    wait,       ///< call retry() after `delay`
    passed_on,  ///< answer_failed() only: no retry; the failure or the answer goes to the client
  };
  Kind kind = Kind::refused;
  Outcome outcome = Outcome::no_server;
  Time delay = 0;
};

/// How an attempt to connect to a server ended without a connection.
enum class ConnectFailure : std::uint8_t {
  refused,   ///< refused, reset, unreachable: the network said so
  timed_out  ///< `timeout connect` expired
};

/// What a call did to other requests than its own, to be carried out in this order. Calls append to it; the caller
/// clears it.
struct Effects {
  /// Taken out of a queue, ticket->server assigned: they connect, in this order.
  std::vector<Ticket*> connect;
  /// Taken out of a queue without a server: each is answered 503 (no_server, or queue_full) and then finish()ed.
  struct Refused {
    Ticket* ticket;
    Outcome outcome;
  };
  std::vector<Refused> refused;
  /// Their connections to the server are to be cut (on-marked-down shutdown-sessions and the like): finish() each.
  std::vector<Ticket*> closed;
  /// Servers (into RoutingModel::servers) whose next check is pulled forward to fastinter from now, if it is later.
  std::vector<model::Index> check_soon;

  [[nodiscard]] bool empty() const {
    return connect.empty() && refused.empty() && closed.empty() && check_soon.empty();
  }
  void clear();
};

/// The engine. See the top of this file.
class Router {
 public:
  /// Everything as it is when the process starts at `now`. `model` and `random` outlive the router; `random` is drawn
  /// from only where the target version's choices are not reproducible (see load balancing, random numbers).
  Router(const model::RoutingModel& model, RandomSource& random, Time now);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// What the wall clock shows at time 0, in nanoseconds since 1970, for rules that ask for the date and for cookies
  /// that bear one. Unless it is called, time counts from 1970.
  void set_wall_clock(Time at_zero);

  /// Caches keep answers and give them. For callers that fill in the bodies of answers before respond(), as far as they
  /// know them; for others every request goes to a server.
  void keep_answers();

  // Requests. -----------------------------------------------------------------------------------------------------

  /// A client connected: runs `tcp-request connection` and `session`. Always paired with close().
  Opened open(ClientConnection& connection, Time now, Trace* trace = nullptr);
  void close(ConnectionState* state, Time now);

  /// The rules up to the choice of the backend and persistence. When forwarded, ticket.backend is set, and
  /// ticket.server too if persistence assigned one.
  Verdict decide(Transaction& transaction, Time now, Trace* trace = nullptr);

  /// Is it known where requests of this form (Request::form) that come in by this frontend go? Then nothing reads the
  /// text of a further one, decide() included, and it need not be there.
  [[nodiscard]] bool knows_way(model::Index frontend, std::uint32_t form) const;

  /// Chooses a server, or queues. After Kind::slot the caller starts to connect.
  Placement place(Transaction& transaction, Time now, Effects& effects, Trace* trace = nullptr);

  /// Is ticket.server one that redirects such a request (`redir`)? Then redirect() comes next instead of a connection.
  [[nodiscard]] static bool redirects(const Transaction& transaction, const model::RoutingModel& model) {
    const Ticket& ticket = transaction.ticket;
    return ticket.redirectable && !model.servers[ticket.server].redirect_prefix.empty();
  }
  /// Fills in transaction.response with the redirection and runs `http-after-response`; finish() comes next, and the
  /// client's connection ends. False: a rule spoiled it, and the client gets no answer.
  bool redirect(Transaction& transaction, Time now, Trace* trace = nullptr);

  /// The connection to ticket.server stands (for `observe`).
  void connected(Transaction& transaction, Time now, Effects& effects);

  /// It could not be made. Kind::slot: connect (again) to ticket.server; Kind::refused: 503, then finish().
  Placement connect_failed(Transaction& transaction, ConnectFailure failure, Time now, Effects& effects,
                           Trace* trace = nullptr);

  /// The delay of Kind::wait is over. Kind::slot: connect to ticket.server, the same as before or another one.
  Placement retry(Transaction& transaction, Time now, Effects& effects, Trace* trace = nullptr);

  /// The server's answer is missing or has a status of `retry-on`: `reason` is one bit of model::RetryOn other than
  /// kRetryConnFailure, or 0 for a failure that is never retried (a connection that broke in the middle of an answer).
  /// `replayable`: the whole request is still at hand. Counts as an error for `observe layer7`, and as one of the
  /// attempts that `retries` limits. Kind::passed_on when it is not to be retried.
  Placement answer_failed(Transaction& transaction, std::uint32_t reason, bool replayable, Time now, Effects& effects,
                          Trace* trace = nullptr);

  /// The request's target as its server gets it: what came by HTTP/2 with scheme and host goes on without them, unless
  /// rules gave all of it.
  [[nodiscard]] std::string_view sent_target(const Transaction& transaction) const;

  /// What answer_failed() would be told of this answer to it: a bit of model::RetryOn, 0 for none.
  [[nodiscard]] std::uint32_t reason_to_retry(const Transaction& transaction, const Response& response) const;

  /// transaction.response is the server's answer: runs the response's rules, stores stick entries, adds cookies.
  Verdict respond(Transaction& transaction, Time now, Effects& effects, Trace* trace = nullptr);

  /// The proxy answers by itself, for want of a server (503) or of its answer (502, 504): fills in transaction.response
  /// with its page for that status and runs `http-after-response`.
  void answer_by_proxy(Transaction& transaction, std::uint16_t status, Time now, Trace* trace = nullptr);

  /// The transaction is over, in whatever state it is: leaves its queue, gives its slot back, and feeds those who wait.
  void finish(Transaction& transaction, Time now, Effects& effects);

  // Servers. ------------------------------------------------------------------------------------------------------

  /// `set server B/S state ready|drain|maint`.
  void set_admin_state(model::Index server, AdminState state, Time now, Effects& effects);
  /// `set server B/S weight N` (or N%). False when the algorithm is static and refuses it, or it is above 256.
  bool set_weight(model::Index server, std::uint32_t value, bool percent, Time now, Effects& effects);
  /// `set maxconn server B/S N`.
  void set_maxconn(model::Index server, std::int64_t maxconn, Time now, Effects& effects);

  /// A health check ended. The next one is due after check_interval().
  void health_check(model::Index server, CheckResult result, Time now, Effects& effects);
  /// One line of an agent's answer ("75% ready", "down # disk full").
  void agent_report(model::Index server, std::string_view line, Time now, Effects& effects);
  /// From the end of a check to the next, by the server's present health: inter, fastinter or downinter.
  [[nodiscard]] Time check_interval(model::Index server) const;
  /// From the start of the process to the server's first check.
  [[nodiscard]] Time first_check(model::Index server) const;

  // Time. ---------------------------------------------------------------------------------------------------------

  /// When advance() is to be called next (a step of a server's slowstart); kNever when nothing is due.
  [[nodiscard]] Time next_timer() const;
  void advance(Time now, Effects& effects);

  // What can be seen. ---------------------------------------------------------------------------------------------

  [[nodiscard]] const model::RoutingModel& model() const { return model_; }
  [[nodiscard]] ServerSnapshot server(model::Index server, Time now) const;
  [[nodiscard]] BackendSnapshot backend(model::Index proxy) const;

 private:
  const model::RoutingModel& model_;
  std::unique_ptr<LiveState> live_;         ///< servers and queues; declared first, the evaluation reads it
  std::unique_ptr<Evaluation> evaluation_;  ///< rules, stick tables, variables
};

}  // namespace hapax::routing
