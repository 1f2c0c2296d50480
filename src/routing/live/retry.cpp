// Failed connections, answers that are to be asked for again: once more at the same server, or at another.
//
// `retries` bounds all attempts of a request together. Another server is tried only with `option redispatch`, and then
// when the server is down or warming up, or the interval says so (-1: on the last retry), or at once when the choice
// was free: no persistence, no hash, and more than one active server to choose from.
//
// After the network refused a connection the same server is not bothered again at once: a second passes first, or
// `timeout connect` if that is less.
//
// Reference: HAProxy configuration manual, `retries`, `retry-on`, `option redispatch`.
#include <algorithm>

#include "routing/live/explain.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {

namespace {

/// How often this request may be tried again.
std::int64_t retries_of(const model::Proxy& proxy, const Ticket& ticket) {
  return ticket.retries >= 0 ? ticket.retries : std::int64_t{proxy.retries};
}

}  // namespace

bool LiveState::may_redispatch(Member at, const Ticket& ticket) const {
  const model::Proxy& proxy = *at.backend.config;
  if (!proxy.redispatch || ticket.force_persist) return false;
  if (at.server.state == RunState::stopped || at.server.state == RunState::starting) return true;
  if (!ticket.assigned && at.backend.totals.active > 1 && !at.backend.algorithm->hashes()) return true;
  const std::int64_t attempt = ticket.attempts;
  const std::int64_t interval = proxy.redispatch_interval;
  if (interval > 0) return attempt % interval == 0;
  // Counted from the end. HAProxy divides by zero where the interval reaches back to the first attempt.
  const std::int64_t period = retries_of(proxy, ticket) + 1 + interval;
  return period != 0 && attempt % period == 0;
}

Placement LiveState::connect_failed(Transaction& transaction, ConnectFailure failure, Time now, Effects& effects,
                                    Trace* trace) {
  Ticket& ticket = transaction.ticket;
  const Member at = member(ticket);
  const model::Proxy& proxy = *at.backend.config;
  end_attempt(at, ticket);
  if (at.server.config->observe != model::Observe::none) observe(at, false, now, effects);
  if (ticket.attempts >= retries_of(proxy, ticket) || (proxy.retry_on & model::kRetryConnFailure) == 0) {
    release(ticket, now, effects);
    const bool refused = failure == ConnectFailure::refused;
    return {Placement::Kind::refused, refused ? Outcome::connect_failed : Outcome::connect_timeout, 0};
  }
  ++ticket.attempts;
  Time delay = 0;
  if (failure == ConnectFailure::refused) {
    const Time timeout = proxy.timeouts.connect;
    delay = timeout == model::kUnset ? kSecond : std::min(kSecond, timeout);
  }
  return try_again(transaction, delay, now, effects, trace);
}

/// Another attempt, after `delay` unless it is made at another server while there are several.
Placement LiveState::try_again(Transaction& transaction, Time delay, Time now, Effects& effects, Trace* trace) {
  Ticket& ticket = transaction.ticket;
  const Member at = member(ticket);
  ticket.choose_again = may_redispatch(at, ticket);
  if (ticket.choose_again) {
    release(ticket, now, effects);
    ticket.assigned = false;
    if (at.backend.totals.active > 1) delay = 0;
  }
  if (delay > 0) return {Placement::Kind::wait, Outcome::served, delay};
  return retry(transaction, now, effects, trace);
}

Placement LiveState::retry(Transaction& transaction, Time now, Effects& effects, Trace* trace) {
  Ticket& ticket = transaction.ticket;
  const Member at = member(ticket);
  if (ticket.choose_again) {
    ticket.choose_again = false;
    const Placement placement = dispatch(transaction, at.server.position, now, effects);
    ticket.redispatched = ticket.redispatched || ticket.server != at.server.index;
    if (trace != nullptr) explain(at.backend, ticket, placement, model::kNone, now, *trace);
    return placement;
  }
  start_attempt(at, ticket);
  return {Placement::Kind::slot, Outcome::served, 0};
}

Placement LiveState::answer_failed(Transaction& transaction, std::uint32_t reason, bool replayable, Time now,
                                   Effects& effects, Trace* trace) {
  Ticket& ticket = transaction.ticket;
  const Member at = member(ticket);
  const model::Proxy& proxy = *at.backend.config;
  // A status that is passed on is observed when the answer is (answered()).
  constexpr std::uint32_t kNoStatus =
      model::kRetryEmptyResponse | model::kRetryResponseTimeout | model::kRetryJunkResponse | model::kRetry0Rtt;
  const bool watched = at.server.config->observe == model::Observe::layer7;
  if (watched && (reason & ~kNoStatus) == 0) observe(at, false, now, effects);
  if ((proxy.retry_on & reason) == 0 || !replayable || ticket.attempts >= retries_of(proxy, ticket)) {
    return {Placement::Kind::passed_on, Outcome::served, 0};
  }
  constexpr std::uint32_t kBadStatuses = model::kRetry500 | model::kRetry502 | model::kRetry503 | model::kRetry504;
  if (watched && (reason & ~kNoStatus) != 0) observe(at, (reason & kBadStatuses) == 0, now, effects);
  ++ticket.attempts;
  end_attempt(at, ticket);
  return try_again(transaction, 0, now, effects, trace);
}

}  // namespace hapax::routing
