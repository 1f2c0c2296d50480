// A request's way to a server and back.

#include <algorithm>
#include <utility>

#include <simulate/engine.hpp>

namespace hapax::simulate {
void Engine::decide(Flight& flight) {
  routing::Transaction& transaction = flight.transaction;
  transaction.connection = &flight.client->connection;
  transaction.connection_state = flight.client->state;
  flight.decided = true;
  transaction.ticket.last_server = flight.client->last_server;
  transaction.ticket.last_was_challenge = flight.client->challenged;
  const routing::Verdict verdict = router_.decide(transaction, now_);
  if (verdict.delay > 0) return hold(flight, verdict);
  proceed(flight, verdict);
}

// The rules have decided.
inline void Engine::proceed(Flight& flight, const routing::Verdict& verdict) {
  if (!verdict.forward) return end(flight, verdict);
  routing::Transaction& transaction = flight.transaction;
  if (flight.gave_up && plans_[transaction.ticket.backend].abort_on_close) {
    return over(flight, routing::Outcome::aborted);
  }
  recorder_.reached(transaction.ticket.backend, now_ - kOrigin);
  follow(flight, router_.place(transaction, now_, effects_), routing::Outcome::served);
  carry_out();
}

// A rule pauses, or tarpits.
void Engine::hold(Flight& flight, const routing::Verdict& verdict) {
  flight.phase = verdict.outcome == routing::Outcome::tarpitted ? Flight::Phase::tarpit : Flight::Phase::paused;
  flight.held = verdict;
  schedule(now_ + verdict.delay, EventKind::hold_end, flight.number, flight.generation);
}

void Engine::hold_ended(Flight& flight) { proceed(flight, flight.held); }

// Does what the router says. `passed_on` is the outcome when a failed answer is not to be retried.
inline void Engine::follow(Flight& flight, const routing::Placement& placement, routing::Outcome passed_on) {
  if (placement.kind == routing::Placement::Kind::slot) return connect(flight);
  if (placement.kind != routing::Placement::Kind::queued) return follow_elsewhere(flight, placement, passed_on);
  const model::Index backend = flight.transaction.ticket.backend;
  flight.phase = Flight::Phase::queued;
  flight.queued_since = now_;
  flight.queued_for = flight.transaction.ticket.server;
  recorder_.in_queue(backend, flight.queued_for, 1, now_ - kOrigin);
  const routing::Time timeout = plans_[backend].queue_timeout;
  if (timeout != model::kUnset) {
    schedule_timeout(timeout, EventKind::queue_timeout, flight.number, flight.generation);
  }
}

void Engine::follow_elsewhere(Flight& flight, const routing::Placement& placement, routing::Outcome passed_on) {
  switch (placement.kind) {
    case routing::Placement::Kind::refused:
      return over(flight, placement.outcome);
    case routing::Placement::Kind::passed_on:
      return passed_on == routing::Outcome::served ? respond(flight) : fail(flight, passed_on);
    case routing::Placement::Kind::wait:
      flight.phase = Flight::Phase::retrying;
      return schedule(now_ + placement.delay, EventKind::retry, flight.number, flight.generation);
    default:
      return;
  }
}

/// The server's answer never came, or not in time, and the client gets the proxy's page for that.
void Engine::fail(Flight& flight, routing::Outcome outcome) {
  constexpr std::uint16_t kBadGateway = 502;
  constexpr std::uint16_t kGatewayTimeout = 504;
  const bool late = outcome == routing::Outcome::server_timeout;
  router_.answer_by_proxy(flight.transaction, late ? kGatewayTimeout : kBadGateway, now_);
  over(flight, outcome);
}

void Engine::queue_timed_out(Flight& flight) {
  leave_queue(flight);
  over(flight, routing::Outcome::queue_timeout);
}

// Connections take no time, except to a server that is out.
void Engine::connect(Flight& flight) {
  if (routing::Router::redirects(flight.transaction, model_)) return redirect(flight);
  const model::Index server = flight.transaction.ticket.server;
  const routing::Time t = now_ - kOrigin;
  flight.server = server;
  flight.queued = std::max<routing::Time>(flight.queued, 0);
  if (const auto outage = world_.outage(server, t)) return connect_during(flight, *outage);
  router_.connected(flight.transaction, now_, effects_);
  const routing::Time duration = world_.service_time(server, flight.service, t);
  const Plan& plan = plans_[flight.transaction.ticket.backend];
  const routing::Time changed = flight.transaction.timeouts.server;
  const routing::Time timeout = plan.http && changed != model::kUnset ? changed : plan.answer_timeout;
  if (shared_.shares(server)) return share(flight, duration, timeout);
  const bool in_time = timeout == model::kUnset || duration <= timeout;
  serve(flight, in_time ? duration : timeout,
        in_time ? model::retry_on_status(flight.transaction.response.status) : model::kRetryResponseTimeout,
        in_time ? routing::Outcome::served : routing::Outcome::server_timeout);
}

/// The server sends the client elsewhere (`redir`).
void Engine::redirect(Flight& flight) {
  const bool sent = router_.redirect(flight.transaction, now_);
  over(flight, sent ? routing::Outcome::redirected : routing::Outcome::rejected);
}

void Engine::connect_during(Flight& flight, Outage::Kind outage) {
  const model::Index server = flight.server;
  const routing::Time t = now_ - kOrigin;
  if (outage == Outage::Kind::refuse) return connect_failed(flight, routing::ConnectFailure::refused);
  if (outage == Outage::Kind::blackhole) {
    flight.phase = Flight::Phase::connecting;
    const routing::Time timeout = model_.proxies[flight.transaction.ticket.backend].timeouts.connect;
    const routing::Time end = world_.outage_end(server, t);
    if (timeout != model::kUnset && (end == routing::kNever || timeout < end - t)) {
      schedule(now_ + timeout, EventKind::connect_timeout, flight.number, flight.generation);
    } else if (end != routing::kNever) {
      schedule(kOrigin + end, EventKind::connect, flight.number, flight.generation);
    }
    return;
  }
  router_.connected(flight.transaction, now_, effects_);
  const bool answers = outage == Outage::Kind::error_500;
  if (answers) flight.transaction.response.status = 500;
  serve(flight, 0, answers ? model::kRetry500 : model::kRetryEmptyResponse,
        answers ? routing::Outcome::served : routing::Outcome::server_error);
}

inline void Engine::begin_service(Flight& flight, std::uint32_t reason, routing::Outcome failure) {
  flight.phase = Flight::Phase::serving;
  flight.began = now_;
  flight.reason = reason;
  flight.failure = failure;
  recorder_.in_service(flight.server, 1, now_ - kOrigin);
}

inline void Engine::serve(Flight& flight, routing::Time duration, std::uint32_t reason, routing::Outcome failure) {
  begin_service(flight, reason, failure);
  // As schedule() does, without a call.
  ++live_events_;
  events_.push(
      Event{now_ + duration, flight.number, flight.generation, static_cast<std::uint8_t>(EventKind::service_end)});
}

// How long it takes depends on who else comes, so whether it times out is not known before.
void Engine::share(Flight& flight, routing::Time work, routing::Time timeout) {
  begin_service(flight, model::retry_on_status(flight.transaction.response.status), routing::Outcome::served);
  flight.shared = true;
  shared_.begin(flight.server, flight.number, work, now_);
  schedule_shared(flight.server);
  if (timeout != model::kUnset) {
    schedule_timeout(timeout, EventKind::server_timeout, flight.number, flight.generation);
  }
}

void Engine::schedule_shared(model::Index server) {
  const std::uint32_t generation = ++shared_generation_[server];
  const routing::Time end = shared_.next_end(server);
  if (end != routing::kNever) schedule(std::max(end, now_), EventKind::shared_end, server, generation);
}

void Engine::end_sharing(Flight& flight) {
  flight.shared = false;
  shared_.end(flight.server, flight.number, now_);
  schedule_shared(flight.server);
}

void Engine::retry(Flight& flight) {
  follow(flight, router_.retry(flight.transaction, now_, effects_), routing::Outcome::served);
  carry_out();
}

void Engine::connect_failed(Flight& flight, routing::ConnectFailure failure) {
  ++flight.generation;
  recorder_.failed_attempt(flight.server);
  const routing::Placement placement = router_.connect_failed(flight.transaction, failure, now_, effects_);
  follow(flight, placement, routing::Outcome::connect_failed);
  carry_out();
}

void Engine::answered(Flight& flight) {
  leave_server(flight);
  flight.reason == 0 ? respond(flight) : answered_badly(flight);
}

void Engine::answered_badly(Flight& flight) {
  if (flight.failure != routing::Outcome::served) recorder_.failed_attempt(flight.server);
  const routing::Placement placement = router_.answer_failed(flight.transaction, flight.reason,
                                                             flight.transaction.request.body_complete, now_, effects_);
  follow(flight, placement, flight.failure);
  carry_out();
}

inline void Engine::respond(Flight& flight) {
  flight.transaction.has_response = true;
  flight.transaction.bytes_out = flight.bytes_out;
  routing::Verdict verdict = router_.respond(flight.transaction, now_, effects_);
  verdict.outcome = verdict.forward ? routing::Outcome::served : verdict.outcome;
  verdict.forward = false;  // there is no further way
  if (verdict.delay > 0) return hold(flight, verdict);
  end(flight, verdict);
}

void Engine::reset(model::Index server) {
  std::vector<std::pair<Flight*, std::uint32_t>> broken;
  flights_.for_each([&](Flight& flight) {
    if (flight.phase == Flight::Phase::serving && flight.server == server) {
      broken.emplace_back(&flight, flight.generation);
    }
  });
  std::sort(broken.begin(), broken.end(), [](const auto& a, const auto& b) { return a.first->index < b.first->index; });
  for (const auto& [flight, generation] : broken) {
    // The errors of those before it may have marked the server down, which cuts its connections (`on-marked-down`).
    if (flight->generation != generation) continue;
    flight->reason = model::kRetryEmptyResponse;
    flight->failure = routing::Outcome::server_error;
    answered(*flight);
  }
}

// What a call on the router did to other requests. Carrying that out calls the router again, so the outermost call goes
// on until nothing is left and inner ones return at once.
void Engine::carry_out_effects() {
  carrying_out_ = true;
  while (!effects_.empty()) {
    // Most calls take one request out of a queue and do nothing else.
    if (effects_.connect.size() == 1 && effects_.refused.empty() && effects_.closed.empty() &&
        effects_.check_soon.empty()) {
      auto& flight = *static_cast<Flight*>(effects_.connect.front()->owner);
      effects_.connect.clear();
      leave_queue(flight);
      connect(flight);
    } else {
      carry_out_batch();
    }
  }
  carrying_out_ = false;
}

void Engine::carry_out_batch() {
  batch_.clear();
  std::swap(batch_, effects_);
  for (routing::Ticket* ticket : batch_.connect) {
    auto& flight = *static_cast<Flight*>(ticket->owner);
    leave_queue(flight);
    connect(flight);
  }
  for (const routing::Effects::Refused& refused : batch_.refused) {
    auto& flight = *static_cast<Flight*>(refused.ticket->owner);
    leave_queue(flight);
    over(flight, refused.outcome);
  }
  for (routing::Ticket* ticket : batch_.closed) {
    auto& flight = *static_cast<Flight*>(ticket->owner);
    if (flight.phase == Flight::Phase::serving) leave_server(flight);
    over(flight, routing::Outcome::server_error);
  }
  for (const model::Index server : batch_.check_soon) pull_check(server);
}

}  // namespace hapax::simulate
