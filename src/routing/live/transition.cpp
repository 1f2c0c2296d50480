// A server's state changes: up and down by its checks, maintenance and drain by its administrator, or by the server
// that it tracks.
//
// Beside the state (RunState) stand two marks, maintenance and drain, each set while anybody wants it set (AdminMark).
// A server in maintenance is always STOPPED. Whatever changes, update() compares what the algorithm was told last with
// what is true now and tells it the difference, and nothing else ever does.
//
// Reference: HAProxy management guide, `set server`; configuration manual, `track`, `slowstart`, `on-marked-down`.
#include "routing/live/live_state.hpp"
#include "routing/live/weight.hpp"

namespace hapax::routing {

void LiveState::update(Member at, Time now) {
  ServerLive& server = at.server;
  const std::uint32_t weight = effective_weight(at.backend, server, now);
  const bool up = server.state == RunState::starting || server.state == RunState::running;
  const bool usable = weight > 0 && up && server.maintenance == 0 && server.drain == 0;
  const bool was_usable = server.usable;
  const std::uint32_t old_weight = server.weight;
  server.weight = weight;
  server.usable = usable;
  if (server.state != RunState::running && at.backend.ready == server.position) at.backend.ready = model::kNone;
  if (usable == was_usable && (!usable || weight == old_weight)) return;
  // Under sticky a change of weight leaves the sums as they were; but what goes away is taken off as it weighs then.
  // When that makes zero, nobody is served though servers are there.
  if (usable && was_usable && is_sticky(at.backend)) at.backend.drift[server.backup ? 1 : 0] += old_weight - weight;
  at.backend.recount();
  if (!was_usable) {
    at.backend.algorithm->came_up(server.position);
  } else if (!usable) {
    at.backend.algorithm->went_down(server.position, old_weight);
  } else {
    at.backend.algorithm->reweighted(server.position, old_weight);
  }
}

bool LiveState::tracked_is_down(const ServerLive& server) const {
  return server.config->track != model::kNone && live(server.config->track).state == RunState::stopped;
}

void LiveState::close_sessions(ServerLive& server, Effects& effects) {
  for (Ticket* ticket = server.attached; ticket != nullptr; ticket = ticket->next) effects.closed.push_back(ticket);
}

void LiveState::stop(Member at, Time now, Effects& effects) {
  at.server.state = RunState::stopped;
  at.server.next_step = kNever;
  update(at, now);
  scatter_queue(at, now, effects);
  if (at.server.config->shutdown_on_marked_down) close_sessions(at.server, effects);
}

void LiveState::go_down(Member at, Time now, Effects& effects) {
  if (at.server.state == RunState::stopped) return;
  stop(at, now, effects);
  for (const model::Index tracker : at.server.trackers) go_down(member(tracker), now, effects);
}

void LiveState::go_up(Member at, Time now, Effects& effects) {
  ServerLive& server = at.server;
  if (server.maintenance != 0 || tracked_is_down(server)) return;
  if (server.state == RunState::starting || server.state == RunState::running) return;
  server.rose_at = now;
  server.state = server.warmup > 0 ? RunState::starting : RunState::running;
  server.weighed = true;
  if (server.warmup > 0) {
    server.next_step = now + kSecond;
    next_timer_ = std::min(next_timer_, server.next_step);
  }
  update(at, now);
  welcome(at, now, effects);
  if (server.config->shutdown_backups_on_marked_up && !server.backup && server.user_weight > 0) {
    for (ServerLive& other : at.backend.servers) {
      if (other.backup) close_sessions(other, effects);
    }
  }
  for (const model::Index tracker : server.trackers) go_up(member(tracker), now, effects);
}

/// Its check says: no new clients.
void LiveState::go_stopping(Member at, Time now, Effects& effects) {
  if (at.server.state == RunState::stopped || at.server.state == RunState::stopping) return;
  at.server.state = RunState::stopping;
  at.server.next_step = kNever;
  update(at, now);
  scatter_queue(at, now, effects);
  for (const model::Index tracker : at.server.trackers) go_stopping(member(tracker), now, effects);
}

void LiveState::enter_maintenance(Member at, AdminMark mark, Time now, Effects& effects) {
  const bool first = at.server.maintenance == 0;
  at.server.maintenance |= mark;
  if (!first) return;
  if (at.server.state != RunState::stopped) stop(at, now, effects);
  for (const model::Index tracker : at.server.trackers) {
    enter_maintenance(member(tracker), kMarkInherited, now, effects);
  }
}

void LiveState::leave_maintenance(Member at, AdminMark mark, Time now, Effects& effects) {
  if ((at.server.maintenance & mark) == 0) return;
  at.server.maintenance &= static_cast<std::uint8_t>(~mark);
  if (at.server.maintenance != 0) return;
  restart_health(at.server);
  if (at.server.health.up() && at.server.agent.up()) go_up(at, now, effects);
  for (const model::Index tracker : at.server.trackers) {
    leave_maintenance(member(tracker), kMarkInherited, now, effects);
  }
}

void LiveState::enter_drain(Member at, AdminMark mark, Time now, Effects& effects) {
  const bool first = at.server.drain == 0;
  at.server.drain |= mark;
  if (!first) return;
  if (at.server.maintenance == 0) {
    update(at, now);
    scatter_queue(at, now, effects);
  }
  for (const model::Index tracker : at.server.trackers) enter_drain(member(tracker), kMarkInherited, now, effects);
}

void LiveState::leave_drain(Member at, AdminMark mark, Time now, Effects& effects) {
  if ((at.server.drain & mark) == 0) return;
  at.server.drain &= static_cast<std::uint8_t>(~mark);
  if (at.server.drain != 0) return;
  at.server.weighed = true;
  update(at, now);
  for (const model::Index tracker : at.server.trackers) leave_drain(member(tracker), kMarkInherited, now, effects);
}

void LiveState::set_admin_state(model::Index server, AdminState state, Time now, Effects& effects) {
  const Member at = member(server);
  switch (state) {
    case AdminState::maint:
      enter_maintenance(at, kMarkForced, now, effects);
      leave_drain(at, kMarkForced, now, effects);
      break;
    case AdminState::drain:
      enter_drain(at, kMarkForced, now, effects);
      leave_maintenance(at, kMarkForced, now, effects);
      break;
    case AdminState::ready:
      leave_drain(at, kMarkForced, now, effects);
      leave_maintenance(at, kMarkForced, now, effects);
      break;
  }
}

}  // namespace hapax::routing
