#include "routing/evaluate/connections.hpp"

#include <utility>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/persistence.hpp"
#include "routing/http/target.hpp"
#include "routing/live/live_state.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {
namespace {

std::uint32_t slots(const World& world, model::Variable::Scope scope) {
  return world.program.slots_per_scope[static_cast<std::size_t>(scope)];
}

constexpr std::uint32_t kConnectionSteps =
    step_of(model::RuleSet::tcp_request_connection) | step_of(model::RuleSet::tcp_request_session);

/// `count` elements as they are when new.
template <class T>
void renew(std::vector<T>& elements, std::size_t count) {
  if (count != 0 || !elements.empty()) elements.assign(count, {});
}

}  // namespace

void Connections::prepare(ConnectionState& state, ClientConnection& connection) const {
  state.connection = &connection;
  state.variables.prepare(slots(world_, model::Variable::Scope::sess), true);
  renew(state.tracked, world_.program.stick_counters);
  state.requests = 0;
  state.made_on_demand = false;
  state.proxied = connection.peer.family != Address::Family::none && !(connection.peer == connection.source);
  state.source = state.proxied ? connection.peer : connection.source;
  state.destination = connection.destination;
}

ConnectionState* Connections::take_connection() {
  if (free_connections_.empty()) {
    connections_.push_back(std::make_unique<ConnectionState>());
    return connections_.back().get();
  }
  ConnectionState* state = free_connections_.back();
  free_connections_.pop_back();
  return state;
}

TransactionState* Connections::take_transaction() {
  if (free_transactions_.empty()) {
    transactions_.push_back(std::make_unique<TransactionState>());
    return transactions_.back().get();
  }
  TransactionState* state = free_transactions_.back();
  free_transactions_.pop_back();
  return state;
}

model::Index Connections::rejecting_rule(ConnectionState& state, Time now, Trace* trace) {
  // Another proxy says only behind the rules on the connection for whom it comes.
  ClientConnection& connection = *state.connection;
  const Address told = std::exchange(connection.source, state.source);
  const model::Index rule = rejecting_rule(model::RuleSet::tcp_request_connection, state, now, trace);
  state.source = connection.source;
  state.destination = connection.destination;
  if (state.proxied) connection.source = told;
  if (rule != model::kNone) return rule;
  return rejecting_rule(model::RuleSet::tcp_request_session, state, now, trace);
}

model::Index Connections::rejecting_rule(model::RuleSet set, ConnectionState& state, Time now, Trace* trace) {
  const model::Index frontend = state.connection->frontend;
  const model::Range rules = world_.model.proxies[frontend].rules[static_cast<std::size_t>(set)];
  if (rules.empty()) return model::kNone;
  Context context{world_, state, nullptr, nullptr, arena_, frontend, now};
  context.trace = trace;
  const Ruling ruling = run_rules(rules, context);
  return ruling.step == Ruling::Step::end ? ruling.rule : model::kNone;
}

Opened Connections::open(ClientConnection& connection, Time now, Trace* trace) {
  ConnectionState* state = take_connection();
  prepare(*state, connection);
  arena_.reset();
  World::Traffic& traffic = world_.traffic[connection.frontend];
  ++traffic.connections;
  ++world_.connections;
  Opened opened;
  opened.state = state;
  const bool has_rules = (world_.steps[connection.frontend] & kConnectionSteps) != 0;
  opened.verdict.rule = has_rules ? rejecting_rule(*state, now, trace) : model::kNone;
  opened.verdict.forward = opened.verdict.rule == model::kNone;
  if (!opened.verdict.forward) {
    opened.verdict.outcome = Outcome::rejected;
    return opened;
  }
  world_.count_in(&World::Traffic::sessions, connection.frontend, now);
  if (!state->tracked.empty()) count_session(*state, now);
  return opened;
}

ConnectionState* Connections::pass_by(model::Index frontend, Time now) {
  if ((world_.steps[frontend] & kConnectionSteps) != 0 || world_.program.stick_counters > 0) return nullptr;
  ++world_.traffic[frontend].connections;
  ++world_.connections;
  world_.count_in(&World::Traffic::sessions, frontend, now);
  passer_by_.made_on_demand = true;
  return &passer_by_;
}

void Connections::close(ConnectionState* state, Time now) {
  if (state == nullptr) return;
  if (!state->tracked.empty()) untrack(state->tracked, now);
  --world_.traffic[state->connection->frontend].connections;
  --world_.connections;
  free_connections_.push_back(state);
}

void Connections::begin(Transaction& transaction) {
  TransactionState* state = take_transaction();
  ConnectionState& session = *transaction.connection_state;
  transaction.state = state;
  transaction.source = transaction.connection->source;
  transaction.destination = transaction.connection->destination;
  const model::Proxy& frontend = world_.model.proxies[transaction.connection->frontend];
  state->txn.prepare(slots(world_, model::Variable::Scope::txn), false);
  state->message.prepare(slots(world_, model::Variable::Scope::req), false);
  state->response_message.prepare(slots(world_, model::Variable::Scope::res), false);
  renew(state->tracked, world_.program.stick_counters);
  renew(state->captures, frontend.captures.size());
  renew(state->response_captures, frontend.response_captures.size());
  state->first_method = transaction.request.method;
  state->first_target = world_.kept_target(transaction.request);
  state->target_names_host =
      state->first_method == "CONNECT" || authority_of(state->first_target, world_.model.target).has_value();
  state->upgrade_asked = false;
  const std::string_view target = transaction.request.target;
  state->asks_a_proxy = frontend.proxy_header && !target.starts_with('/') && !target.starts_with('*');
  state->never_ends = false;
  state->cookie = {};
  state->cookie_given = {};
  state->cookie_first = 0;
  state->cookie_last = 0;
  state->unique_id = {};
  state->unique_id_made = false;
  state->ignore_persist = false;
  state->no_retry = false;
  state->strict = state->strict_answer = true;
  state->hinted = false;
  state->refused = false;
  state->ended = {'-', '-'};
  state->applet = {};
  state->request_is_gone = false;
  state->target_is_of_rules = false;
  state->cache_key = {};
  state->preferences = {};
  state->without_credentials = false;
  state->only_public = false;
  state->cache_hit = state->kept_in = model::kNone;
  state->cookies_read = false;
  state->length_touched = false;
  state->came_with = {};
  state->accepted_compression = state->compression = {};
  state->first_request = session.requests++ == 0;
  state->server_status = 0;
  state->last_rule = model::kNone;
  transaction.timeouts = {};
  transaction.body_invited = false;
  state->number = world_.requests++;
  state->cookie_capture = {};
  state->response_cookie_capture = {};
}

void Connections::end(Transaction& transaction, Time now) {
  if (transaction.state->never_ends) count_forever(transaction);
  give_up_stores(*transaction.state);
  untrack(transaction.state->tracked, now);
  free_transactions_.push_back(transaction.state);
  transaction.state = nullptr;
}

// What the transaction counts in is counted down when it ends, as always: here is one more that will stay.
void Connections::count_forever(const Transaction& transaction) {
  ++world_.traffic[transaction.connection->frontend].connections;
  ++world_.connections;
  if (transaction.ticket.backend != model::kNone) world_.live.count_forever(transaction.ticket.backend);
  for (const std::vector<Tracked>* tracked : {&transaction.state->tracked, &transaction.connection_state->tracked}) {
    for (const Tracked& each : *tracked) {
      if (each.entry != nullptr) each.table->increase(*each.entry, Stored::conn_cur);
    }
  }
}

}  // namespace hapax::routing
