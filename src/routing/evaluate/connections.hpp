// Connections and transactions as they come and go: their states are taken from pools and given back.
#pragma once

#include <memory>
#include <vector>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

class Connections {
 public:
  explicit Connections(World& world) : world_(world) {}

  /// Runs the connection's and the session's rules.
  Opened open(ClientConnection& connection, Time now, Trace* trace);
  void close(ConnectionState* state, Time now);
  /// A connection of this frontend for one request that looks at nothing of it: it only counts, until passed_by(), and
  /// shares its state with others. Null where rules want to see it.
  ConnectionState* pass_by(model::Index frontend, Time now);
  [[nodiscard]] bool is_passer_by(const ConnectionState* state) const { return state == &passer_by_; }
  void passed_by(model::Index frontend) {
    --world_.traffic[frontend].connections;
    --world_.connections;
  }

  /// Gives the transaction its state.
  void begin(Transaction& transaction);
  /// Takes it back; what it tracked is given back.
  void end(Transaction& transaction, Time now);

  /// A connection's state as it is before any rule.
  void prepare(ConnectionState& state, ClientConnection& connection) const;

 private:
  ConnectionState* take_connection();
  TransactionState* take_transaction();
  void count_forever(const Transaction& transaction);
  /// Runs the rules on the connection, then those on the session: the one that rejects it, or kNone.
  model::Index rejecting_rule(ConnectionState& state, Time now, Trace* trace);
  model::Index rejecting_rule(model::RuleSet set, ConnectionState& state, Time now, Trace* trace);

  World& world_;
  Arena arena_;  ///< of texts made by connection rules
  std::vector<std::unique_ptr<ConnectionState>> connections_;
  std::vector<ConnectionState*> free_connections_;
  ConnectionState passer_by_;
  std::vector<std::unique_ptr<TransactionState>> transactions_;
  std::vector<TransactionState*> free_transactions_;
};

}  // namespace hapax::routing
