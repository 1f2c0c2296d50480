// Where a request goes: to a server with room, into a queue, or nowhere.
//
// A request assigned by persistence goes to its server, whatever its load; otherwise the algorithm is asked. What the
// server cannot take waits in its queue; what no server was chosen for waits in the backend's. Requests of algorithms
// that could find another server (roundrobin, static-rr, first) stand in line behind those that wait already.
//
// Reference: HAProxy configuration manual, `maxconn`, `minconn`, `maxqueue`, `fullconn`, `option redispatch`.
#include "routing/live/explain.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {

namespace {

Placement refused(Outcome outcome) { return {Placement::Kind::refused, outcome, 0}; }

/// Must a new request wait behind those in the backend's queue? Not when all that are attached wait there: nobody would
/// ever wake them. Since 3.0 not either while nobody is being served.
bool must_stand_in_line(const Backend& backend) {
  return !backend.queue.empty() && backend.algorithm->queues_in_turn() && backend.queue.size() != backend.connections &&
         (backend.target < Version::v3_0 || backend.served > 0);
}

}  // namespace

Placement LiveState::place(Transaction& transaction, Time now, Effects& effects, Trace* trace) {
  if (!transaction.ticket.attached) attach(transaction, transaction.ticket.backend);
  const model::Index persistent = transaction.ticket.assigned ? transaction.ticket.server : model::kNone;
  const Placement placement = dispatch(transaction, model::kNone, now, effects);
  if (trace != nullptr)
    explain(*backends_[transaction.ticket.backend], transaction.ticket, placement, persistent, now, *trace);
  return placement;
}

Placement LiveState::dispatch(Transaction& transaction, model::Index avoid, Time now, Effects& effects) {
  Ticket& ticket = transaction.ticket;
  Backend& backend = *backends_[ticket.backend];
  if (ticket.assigned) {
    const Member at = member(ticket);
    const Placement placement = enter_server(at, ticket, now, effects);
    const bool elsewhere = backend.config->redispatch && !ticket.force_persist;
    if (placement.kind != Placement::Kind::refused || !elsewhere) return placement;
    ticket.assigned = false;
    avoid = at.server.position;
  }
  if (backend.totals.weight == 0) {
    ticket.server = model::kNone;  // one that failed before is forgotten
    return refused(Outcome::no_server);
  }
  if (must_stand_in_line(backend)) return wait_for_any(backend, ticket, now);
  const model::Index chosen = pick(backend, transaction, avoid, now);
  if (chosen == model::kNone) return wait_for_any(backend, ticket, now);
  ServerLive& server = backend.servers[chosen];
  ticket.server = server.index;
  return enter_server({backend, server}, ticket, now, effects);
}

/// The server to which this client's connection has an idle one already, if it is to be preferred; else the
/// algorithm's.
model::Index LiveState::pick(Backend& backend, Transaction& transaction, model::Index avoid, Time now) {
  const Ticket& ticket = transaction.ticket;
  const bool keep = ticket.last_server != model::kNone && !backend.algorithm->hashes() &&
                    (backend.config->prefer_last_server || ticket.last_was_challenge) &&
                    places_[ticket.last_server].backend == ticket.backend;
  if (keep && live(ticket.last_server).usable) return places_[ticket.last_server].position;
  return backend.algorithm->choose({transaction, now, avoid, &expression_key_});
}

/// A server that redirects needs no room. HAProxy 3.2 gives back the slot that the request never had: by and by the
/// server counts as full.
Placement LiveState::redirect(Member at) {
  if (at.backend.target >= Version::v3_2) {
    at.backend.give_slot_back(at.server);
    at.backend.recount_slots();
    at.backend.load_changed(at.server);
  }
  return {Placement::Kind::slot, Outcome::served, 0};
}

Placement LiveState::enter_server(Member to, Ticket& ticket, Time now, Effects& effects) {
  if (ticket.redirectable && !to.server.config->redirect_prefix.empty()) return redirect(to);
  if (to.backend.roomy(to.server, now)) {
    take_slot(to, ticket);
    start_attempt(to, ticket);
    return {Placement::Kind::slot, Outcome::served, 0};
  }
  if (to.server.maxqueue > 0 && to.server.queue.size() >= to.server.maxqueue) return refused(Outcome::queue_full);
  ticket.queued_at = now;
  to.server.queue.push(ticket);
  if (to.backend.target < Version::v3_0 || !wants_more(to, now)) return {Placement::Kind::queued, Outcome::served, 0};
  // Since 3.0: the request itself may have raised the dynamic limit.
  feed(to, now, effects);
  if (ticket.queued) return {Placement::Kind::queued, Outcome::served, 0};
  std::erase(effects.connect, &ticket);
  return {Placement::Kind::slot, Outcome::served, 0};
}

Placement LiveState::wait_for_any(Backend& backend, Ticket& ticket, Time now) {
  if (backend.ready != model::kNone) {
    // Since 3.2: a server that had nothing to do when it was last fed, and still has not, takes it.
    ServerLive& ready = backend.servers[backend.ready];
    backend.ready = model::kNone;
    if (ready.served == 0) {
      ticket.server = ready.index;
      take_slot({backend, ready}, ticket);
      start_attempt({backend, ready}, ticket);
      return {Placement::Kind::slot, Outcome::served, 0};
    }
  }
  ticket.server = model::kNone;
  ticket.queued_at = now;
  backend.queue.push(ticket);
  return {Placement::Kind::queued, Outcome::served, 0};
}

void LiveState::list_session(ServerLive& server, Ticket& ticket) {
  ticket.list = &server;
  ticket.previous = nullptr;
  ticket.next = server.attached;
  if (ticket.next != nullptr) ticket.next->previous = &ticket;
  server.attached = &ticket;
}

void LiveState::strike_session(ServerLive& server, Ticket& ticket) {
  (ticket.previous != nullptr ? ticket.previous->next : server.attached) = ticket.next;
  if (ticket.next != nullptr) ticket.next->previous = ticket.previous;
  ticket.list = nullptr;
  ticket.previous = ticket.next = nullptr;
}

void LiveState::finish(Ticket& ticket, Time now, Effects& effects) {
  if (!ticket.attached) return;
  ticket.attached = false;
  // Its own error may have marked its server down, which cuts the connections there (`on-marked-down`).
  if (!effects.closed.empty()) std::erase(effects.closed, &ticket);
  if (!ticket.has_slot && !ticket.connected) return leave_unserved(ticket, now, effects);
  release(ticket, now, effects);  // still counted in its backend's connections
  --backends_[ticket.backend]->connections;
}

/// The end of a request that has no server; maybe it waits for one.
void LiveState::leave_unserved(Ticket& ticket, Time now, Effects& effects) {
  Backend& backend = *backends_[ticket.backend];
  if (ticket.queued) {
    PendingQueue& queue = ticket.server == model::kNone ? backend.queue : member(ticket).server.queue;
    queue.remove(ticket);
  }
  --backend.connections;
  if (ticket.server != model::kNone) feed_if_wanted(member(ticket), now, effects);
}

}  // namespace hapax::routing
