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
//     ... dequeued later by some other call's `ready` list, or queue_timeout(), or abort()
//   connected(transaction)    the connection to the server stands
//   connect_failed(...)       retries and redispatch                         -> again, wait, queued, or give up
//   respond(transaction)      the answer's rules, stick stores, cookies
//   finish(transaction)       slots given back; whoever waits gets them      -> `ready` list
//   close(connection)
//
// A Transaction is owned by the caller and must not move between place() and finish().
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/message.hpp>
#include <hapax/routing/outcome.hpp>
#include <hapax/routing/ticket.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/routing/trace.hpp>

namespace hapax::routing {

class ConnectionState;
class LiveState;

/// One request on its way. The caller fills in connection and request before decide(); the rest is routing's.
struct Transaction {
  ClientConnection* connection = nullptr;
  ConnectionState* connection_state = nullptr;  ///< from open(); null: a connection of its own, made on demand
  Request request;
  Response response;  ///< the server's answer, filled in before respond(); or the proxy's own answer
  bool has_response = false;
  Ticket ticket;  ///< its place in a backend
  Arena arena;
};

/// What decide() found.
struct Verdict {
  bool forward = false;  ///< true: place() comes next, in `backend`
  Outcome outcome =
      Outcome::served;  ///< when not forwarded: denied, redirected, returned, tarpitted, rejected, no_server
  model::Index backend = model::kNone;
  Time delay = 0;  ///< tarpit: how long the answer is held back; inspect-delay: none
};

/// Where place() and connect_failed() put a request.
struct Placement {
  enum class Kind : std::uint8_t {
    slot,     ///< connect to ticket.server now
    queued,   ///< wait: in the queue of ticket.server, or of the backend when that is kNone
    refused,  ///< over: `outcome` says why; the proxy answers 503
    wait      ///< connect to ticket.server again after `delay`
  };
  Kind kind = Kind::refused;
  Outcome outcome = Outcome::no_server;
  Time delay = 0;
};

/// Requests that a call gave a slot, in the order in which they connect. They are taken out of their queues already.
using Ready = std::vector<Ticket*>;

}  // namespace hapax::routing
