// Requests and client connections in flight. Both live in pools: their addresses never change while they are in use,
// and their memory is used again.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <hapax/routing/router.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

struct Flight;

/// Flights in line, first in, first out; each is in at most one.
class FlightLine {
 public:
  [[nodiscard]] bool empty() const { return first_ == nullptr; }
  [[nodiscard]] const Flight& front() const { return *first_; }
  void push_back(Flight& flight);
  Flight* pop_front();
  void clear() { first_ = last_ = nullptr; }

 private:
  Flight* first_ = nullptr;
  Flight* last_ = nullptr;
};

/// A client's connection: one request at a time, in the order of the trace.
struct Client {
  std::uint32_t number = 0;      ///< its place in the pool
  std::uint32_t generation = 0;  ///< of its idle timer
  routing::ClientConnection connection;
  routing::ConnectionState* state = nullptr;
  std::string name;  ///< `conn` of the trace; empty: for one request only
  FlightLine waiting;
  Flight* current = nullptr;
  bool accepted = false;
  model::Index last_server = model::kNone;  ///< to which it has an idle connection of its own
  bool challenged = false;                  ///< by a server that authenticates connections (NTLM, Negotiate)
};

/// A request from its line in the trace to its last byte.
struct Flight {
  enum class Phase : std::uint8_t { free, waiting, paused, tarpit, queued, connecting, serving, retrying };
  std::uint32_t number = 0;      ///< its place in the pool
  std::uint32_t generation = 0;  ///< an event of an older one is no longer meant
  Phase phase = Phase::free;
  bool decided = false;  ///< the router knows it
  bool known = false;    ///< and where it goes, whatever its text
  std::uint64_t index = 0;
  Client* client = nullptr;
  Flight* behind = nullptr;  ///< the next one in its line
  model::Index frontend = model::kNone;
  model::Index server = model::kNone;  ///< the last one that it was connected to
  routing::Verdict held;               ///< paused, tarpit: what comes then
  model::Index rule = model::kNone;    ///< the one that ended it; kNone: none did
  routing::Time arrived = 0;
  routing::Time queued_since = 0;
  model::Index queued_for = model::kNone;    ///< the server in whose queue it is; kNone: its backend's
  routing::Time queued = -1;                 ///< time in queues; negative: none was reached
  routing::Time service = -1;                ///< as the trace gives it
  std::uint64_t bytes_out = 0;               ///< likewise
  std::uint32_t loop_client = model::kNone;  ///< which client of the closed loops asked; kNone: it is of the trace
  bool gave_up = false;                      ///< its client has closed the connection
  bool shared = false;                       ///< serving: it shares its server with others
  routing::Time began = 0;                   ///< when the server began
  routing::Time busy = 0;                    ///< what the server has spent on it
  std::uint32_t reason = 0;                  ///< serving: the bit of RetryOn that its end will have, 0: a good answer
  routing::Outcome failure = routing::Outcome::served;  ///< serving: the outcome if that is not retried
  routing::Transaction transaction;
};

inline void FlightLine::push_back(Flight& flight) {
  flight.behind = nullptr;
  (last_ == nullptr ? first_ : last_->behind) = &flight;
  last_ = &flight;
}

inline Flight* FlightLine::pop_front() {
  Flight* const flight = first_;
  first_ = flight->behind;
  if (first_ == nullptr) last_ = nullptr;
  return flight;
}

/// Pools of both.
class Flights {
 public:
  /// One with a fresh ticket; all else is as another one left it.
  Flight* take() {
    if (free_flights_.empty()) return make();
    Flight* const flight = free_flights_.back();
    free_flights_.pop_back();
    flight->transaction.ticket = fresh_ticket_;
    return flight;
  }
  void give_back(Flight* flight) {
    ++flight->generation;
    flight->phase = Flight::Phase::free;
    flight->client = nullptr;
    free_flights_.push_back(flight);
  }
  [[nodiscard]] Flight* at(std::uint32_t number) { return flights_[number].get(); }
  [[nodiscard]] std::size_t in_use() const { return flights_.size() - free_flights_.size(); }
  /// Every flight in use, in no particular order.
  template <class Visit>
  void for_each(Visit visit) {
    for (const auto& flight : flights_) {
      if (flight->phase != Flight::Phase::free) visit(*flight);
    }
  }

  /// The open connection of that name, or a new one; always a new one for an empty name.
  Client* client(std::string_view name) { return name.empty() ? nameless_client() : named_client(name); }
  [[nodiscard]] Client* client_at(std::uint32_t number) { return &clients_[number]; }
  void give_back(Client* client) {
    if (!client->name.empty()) forget_name(*client);
    ++client->generation;
    client->waiting.clear();
    client->state = nullptr;
    client->current = nullptr;
    client->accepted = false;
    client->last_server = model::kNone;
    client->challenged = false;
    client->connection.tls.reset();  // all else is filled in when it is used again
    free_clients_.push_back(client);
  }

 private:
  [[gnu::cold]] Flight* make();
  [[gnu::cold]] Client* make_client();
  Client* nameless_client() {
    if (free_clients_.empty()) return make_client();
    Client* const client = free_clients_.back();
    free_clients_.pop_back();
    return client;
  }
  [[gnu::noinline]] Client* named_client(std::string_view name);
  [[gnu::noinline]] void forget_name(Client& client);

  // Copied from here. Where g++ can see that most of it is zeros, it fills them in by an instruction that takes longer
  // to begin than the rest of a copy takes (`rep stos`, a twentieth of a request's time).
  routing::Ticket fresh_ticket_;
  std::vector<std::unique_ptr<Flight>> flights_;
  std::vector<Flight*> free_flights_;
  std::deque<Client> clients_;
  std::vector<Client*> free_clients_;
  std::unordered_map<std::string_view, Client*> by_name_;
};

/// Copies what the trace says into the transaction, whose ticket is fresh; the text of the request too if it is wanted,
/// unless that stays where it is.
void load(const TraceRequest& line, bool with_text, Flight& flight);

}  // namespace hapax::simulate
