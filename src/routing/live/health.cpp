// Health: what checks, agents and the traffic itself (`observe`) say about a server.
//
// A counter goes from 0 to rise + fall - 1; the server is up from rise on. A success below the top climbs one step, and
// from rise on jumps to the top; a failure goes down one, and below rise falls to 0. So it takes `rise` successes in a
// row to come up and `fall` failures in a row to go down from full health, but a server that has just started, at rise,
// goes down at its first failure.
//
// Reference: HAProxy configuration manual, `check`, `inter`, `rise`, `fall`, `observe`, `on-error`, `init-state`,
// `agent-check`.
#include <charconv>

#include "routing/live/live_state.hpp"

namespace hapax::routing {

namespace {

void succeed(Health& health) {
  if (health.count < health.best()) ++health.count;
  if (health.up()) health.count = health.best();
}

void fail_once(Health& health) {
  if (health.count > 0) --health.count;
  if (!health.up()) health.count = 0;
}

}  // namespace

/// At start, and when the server leaves maintenance. Errors of the traffic before that go on counting.
void LiveState::restart_health(ServerLive& server) {
  using Initial = model::HealthCheck::InitialState;
  const model::HealthCheck& check = server.config->check;
  server.health = {check.rise, check.fall, check.rise};
  server.agent = {1, 1, 1};
  if (check.kind == model::HealthCheck::Kind::none) return;
  if (check.initial_state == Initial::fully_up) server.health.count = server.health.best();
  if (check.initial_state == Initial::down) server.health.count = check.rise - 1;
  if (check.initial_state == Initial::fully_down) server.health.count = 0;
}

void LiveState::health_check(model::Index server, CheckResult result, Time now, Effects& effects) {
  const Member at = member(server);
  if (at.server.maintenance != 0) return;
  if (result == CheckResult::failed) {
    check_failed(at, now, effects);
    return;
  }
  at.server.errors = 0;
  succeed(at.server.health);
  check_passed(at, result == CheckResult::conditional, now, effects);
}

void LiveState::check_failed(Member at, Time now, Effects& effects) {
  fail_once(at.server.health);
  if (at.server.health.count == 0 && at.server.maintenance == 0) go_down(at, now, effects);
}

void LiveState::check_passed(Member at, bool conditionally, Time now, Effects& effects) {
  const ServerLive& server = at.server;
  if (server.maintenance != 0 || tracked_is_down(server) || !server.health.up() || !server.agent.up()) return;
  if (conditionally && server.state != RunState::stopped) {
    go_stopping(at, now, effects);
  } else {
    go_up(at, now, effects);
  }
}

void LiveState::observe(Member at, bool good, Time now, Effects& effects) {
  ServerLive& server = at.server;
  if (server.config->observe == model::Observe::none || server.config->check.kind == model::HealthCheck::Kind::none) {
    return;
  }
  if (good) {
    server.errors = 0;
    return;
  }
  if (++server.errors < server.config->error_limit) return;
  server.errors = 0;
  switch (server.config->on_error) {
    case model::OnError::fastinter:
      break;
    case model::OnError::sudden_death:
      if (server.health.count > server.health.rise) server.health.count = server.health.rise + 1;
      check_failed(at, now, effects);
      break;
    case model::OnError::fail_check:
      check_failed(at, now, effects);
      break;
    case model::OnError::mark_down:
      server.health.count = server.health.rise;
      check_failed(at, now, effects);
      break;
  }
  effects.check_soon.push_back(server.index);
}

void LiveState::observe_connection(Ticket& ticket, Time now, Effects& effects) {
  const Member at = member(ticket);
  if (at.server.observe == model::Observe::layer4) observe(at, true, now, effects);
}

void LiveState::observe_answer(Ticket& ticket, std::uint16_t status, Time now, Effects& effects) {
  if (ticket.server == model::kNone) return;
  const Member at = member(ticket);
  if (at.server.observe != model::Observe::layer7) return;
  observe(at, status < 500 || status == 501 || status == 505, now, effects);
}

Time LiveState::check_interval(model::Index server) const {
  const ServerLive& state = live(server);
  const model::HealthCheck& check = state.config->check;
  if (state.health.count == state.health.best()) return check.inter;
  const bool down = state.state == RunState::stopped && state.health.count == 0;
  const Time other = down ? check.downinter : check.fastinter;
  return other == model::kUnset ? check.inter : other;
}

Time LiveState::first_check(model::Index server) const {
  const auto agent_inter = [](const model::HealthCheck& check) {
    return check.agent_inter == model::kUnset ? check.inter : check.agent_inter;
  };
  // All checks and agents of the process are spread over the smallest interval of at least a second.
  Time smallest = kNever;
  std::int64_t count = 0;
  std::int64_t position = 0;
  const auto consider = [&](Time inter) {
    ++count;
    if (inter >= kSecond) smallest = std::min(smallest, inter);
  };
  for (model::Index i = 0; i < model_.servers.size(); ++i) {
    const model::HealthCheck& check = model_.servers[i].check;
    if (i == server) position = count;
    if (check.kind != model::HealthCheck::Kind::none) consider(check.inter);
    if (check.agent) consider(agent_inter(check));
  }
  const Time own = model_.servers[server].check.inter;
  const Time spread = smallest != kNever && smallest >= own ? smallest : own;
  return count == 0 ? 0 : spread * position / count;
}

}  // namespace hapax::routing
