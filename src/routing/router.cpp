#include <hapax/routing/router.hpp>

#include "routing/evaluate/evaluation.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {

Router::Router(const model::RoutingModel& model, RandomSource& random, Time now)
    : model_(model),
      live_(std::make_unique<LiveState>(model, random, now)),
      evaluation_(std::make_unique<Evaluation>(model, *live_, random, now)) {
  live_->set_expression_key([this](model::Index expression, Transaction& transaction, bool as_text, Time at) {
    return evaluation_->hash_key(expression, transaction, as_text, at);
  });
}

Router::~Router() = default;

void Router::keep_answers() { evaluation_->keep_answers(); }

void Router::set_wall_clock(Time at_zero) { evaluation_->set_wall_clock(at_zero); }

Opened Router::open(ClientConnection& connection, Time now, Trace* trace) {
  return evaluation_->open(connection, now, trace);
}

void Router::close(ConnectionState* state, Time now) { evaluation_->close(state, now); }

Verdict Router::decide(Transaction& transaction, Time now, Trace* trace) {
  return evaluation_->decide(transaction, now, trace);
}

bool Router::knows_way(model::Index frontend, std::uint32_t form) const {
  return evaluation_->knows_way(frontend, form);
}

Placement Router::place(Transaction& transaction, Time now, Effects& effects, Trace* trace) {
  return live_->place(transaction, now, effects, trace);
}

bool Router::redirect(Transaction& transaction, Time now, Trace* trace) {
  return evaluation_->redirect(transaction, now, trace);
}

void Router::connected(Transaction& transaction, Time now, Effects& effects) {
  live_->connected(transaction.ticket, now, effects);
}

Placement Router::connect_failed(Transaction& transaction, ConnectFailure failure, Time now, Effects& effects,
                                 Trace* trace) {
  return live_->connect_failed(transaction, failure, now, effects, trace);
}

Placement Router::retry(Transaction& transaction, Time now, Effects& effects, Trace* trace) {
  return live_->retry(transaction, now, effects, trace);
}

Placement Router::answer_failed(Transaction& transaction, std::uint32_t reason, bool replayable, Time now,
                                Effects& effects, Trace* trace) {
  const bool allowed = replayable && Evaluation::may_ask_again(transaction);
  return live_->answer_failed(transaction, reason, allowed, now, effects, trace);
}

std::string_view Router::sent_target(const Transaction& transaction) const {
  return evaluation_->sent_target(transaction);
}

std::uint32_t Router::reason_to_retry(const Transaction& transaction, const Response& response) const {
  return evaluation_->reason_to_retry(transaction, response);
}

Verdict Router::respond(Transaction& transaction, Time now, Effects& effects, Trace* trace) {
  live_->answered(transaction.ticket, transaction.response.status, now, effects);
  return evaluation_->respond(transaction, now, trace);
}

void Router::answer_by_proxy(Transaction& transaction, std::uint16_t status, Time now, Trace* trace) {
  evaluation_->answer_by_proxy(transaction, status, now, trace);
}

void Router::finish(Transaction& transaction, Time now, Effects& effects) {
  evaluation_->finish(transaction, now);
  live_->finish(transaction.ticket, now, effects);
}

void Router::set_admin_state(model::Index server, AdminState state, Time now, Effects& effects) {
  live_->set_admin_state(server, state, now, effects);
}

bool Router::set_weight(model::Index server, std::uint32_t value, bool percent, Time now, Effects& effects) {
  return live_->set_weight(server, value, percent, now, effects);
}

void Router::set_maxconn(model::Index server, std::int64_t maxconn, Time now, Effects& effects) {
  live_->set_maxconn(server, maxconn, now, effects);
}

void Router::health_check(model::Index server, CheckResult result, Time now, Effects& effects) {
  live_->health_check(server, result, now, effects);
}

void Router::agent_report(model::Index server, std::string_view line, Time now, Effects& effects) {
  live_->agent_report(server, line, now, effects);
}

Time Router::check_interval(model::Index server) const { return live_->check_interval(server); }
Time Router::first_check(model::Index server) const { return live_->first_check(server); }
Time Router::next_timer() const { return live_->next_timer(); }
void Router::advance(Time now, Effects& effects) { live_->advance(now, effects); }
ServerSnapshot Router::server(model::Index server, Time now) const { return live_->server(server, now); }
BackendSnapshot Router::backend(model::Index proxy) const { return live_->backend(proxy); }

}  // namespace hapax::routing
