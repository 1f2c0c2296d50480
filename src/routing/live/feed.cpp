// Those who wait get what became free.
//
// A server with a free slot takes from its own queue and from its backend's, whoever comes first by priority and time.
// When a server comes up it takes its share of the backend's queue, and when it goes away its own queue is dealt with;
// both differ between HAProxy up to 2.8 and since 3.0.
//
// Known oddities of HAProxy that are kept: up to 2.8 a server that comes up connects what it takes without counting it
// in its slots; since 3.0, with `option redispatch`, what waits for a server that goes away is sent to it all the same.
//
// Reference: HAProxy configuration manual, `maxconn`, `option redispatch`, `option persist`.
#include "routing/live/live_state.hpp"

namespace hapax::routing {

namespace {

/// At most so many at a time, as HAProxy's tune.maxpollevents.
constexpr int kMostAtOnce = 200;

}  // namespace

bool LiveState::tracker_or_backup_may_take(Member at) const {
  const ServerLive* source = &at.server;
  for (std::size_t steps = 0; source->config->track != model::kNone && steps < places_.size(); ++steps) {
    source = &live(source->config->track);
  }
  if (!source->usable) return false;
  const Totals& totals = at.backend.totals;
  return !at.server.backup ||
         (totals.active == 0 && (at.server.position == totals.single_backup || at.backend.config->allbackups));
}

void LiveState::feed(Member at, Time now, Effects& effects) {
  const bool from_backend = may_take_from_backend(at);
  const std::size_t before = effects.connect.size();
  for (int taken = 0; taken < kMostAtOnce && at.server.served < at.backend.limit(at.server, now); ++taken) {
    Ticket* own = at.server.queue.first(now);
    Ticket* any = from_backend ? at.backend.queue.first(now) : nullptr;
    if (own == nullptr && any == nullptr) break;
    const bool take_any = own == nullptr || (any != nullptr && PendingQueue::before(*any, *own, now));
    Ticket& ticket = take_any ? *any : *own;
    (take_any ? at.backend.queue : at.server.queue).remove(ticket);
    ticket.server = at.server.index;
    take_slot(at, ticket);
    effects.connect.push_back(&ticket);
  }
  const std::size_t after = effects.connect.size();
  if (after > before) at.backend.load_changed(at.server);
  for (std::size_t i = before; i < after; ++i) start_attempt(at, *effects.connect[i]);
  if (at.backend.target >= Version::v3_2 && at.server.served == 0 && at.backend.served == 0) {
    at.backend.ready = at.server.position;
  }
}

/// A server came up: it gets its share of those who wait for any.
void LiveState::welcome(Member at, Time now, Effects& effects) {
  if (at.backend.target >= Version::v3_0) {
    feed(at, now, effects);
    return;
  }
  if (!at.server.usable || !may_take_from_backend(at)) return;
  const std::uint32_t limit = at.backend.limit(at.server, now);
  for (std::uint32_t taken = 0; at.server.maxconn == 0 || at.server.served + taken < limit; ++taken) {
    Ticket* ticket = at.backend.queue.first(now);
    if (ticket == nullptr) break;
    at.backend.queue.remove(*ticket);
    ticket->server = at.server.index;
    effects.connect.push_back(ticket);
    start_attempt(at, *ticket);
  }
}

/// A ticket that was taken out of a queue looks for a place as if it had just come.
void LiveState::place_anew(Ticket& ticket, Time now, Effects& effects) {
  ticket.assigned = false;
  ticket.server = model::kNone;
  const Placement placement = dispatch(*ticket.transaction, model::kNone, now, effects);
  if (placement.kind == Placement::Kind::slot) effects.connect.push_back(&ticket);
  if (placement.kind == Placement::Kind::refused) effects.refused.push_back({&ticket, placement.outcome});
}

/// A server went away: what becomes of its queue.
void LiveState::scatter_queue(Member at, Time now, Effects& effects) {
  const model::Proxy& proxy = *at.backend.config;
  const bool modern = at.backend.target >= Version::v3_0;
  const bool moves = proxy.redispatch && !proxy.persist;
  if (moves || (modern && at.server.maintenance != 0)) {
    std::vector<Ticket*> leaving;
    for (Ticket* ticket : at.server.queue.in_order(now)) {
      if (ticket->force_persist && !(modern && at.server.maintenance != 0)) continue;
      at.server.queue.remove(*ticket);
      leaving.push_back(ticket);
    }
    for (Ticket* ticket : leaving) {
      if (modern && proxy.redispatch) {
        effects.connect.push_back(ticket);
        start_attempt(at, *ticket);
      } else {
        place_anew(*ticket, now, effects);
      }
    }
  }
  if (!modern || at.backend.totals.weight != 0) return;
  for (Ticket* ticket : at.backend.queue.in_order(now)) {
    at.backend.queue.remove(*ticket);
    effects.refused.push_back({ticket, Outcome::no_server});
  }
}

}  // namespace hapax::routing
