// Health checks against the scenario's outages.
//
// A server that no outage concerns passes every check, so only the others are checked at all.

#include <algorithm>

#include <simulate/engine.hpp>

namespace hapax::simulate {
namespace {

// How long a check waits for a server that does not answer: `timeout check` replaces inter for what follows the
// connection, which itself is bounded by the lesser of inter and `timeout connect`.
routing::Time patience(const model::HealthCheck& check, const model::Timeouts& timeouts) {
  if (timeouts.check == model::kUnset || timeouts.connect == model::kUnset) return check.inter;
  return std::min(check.inter, timeouts.connect);
}

bool passes(model::HealthCheck::Kind kind, Outage::Kind outage) {
  const bool only_connects = kind == model::HealthCheck::Kind::connect;
  const bool speaks_http = kind == model::HealthCheck::Kind::http;
  if (outage == Outage::Kind::reset) return only_connects;
  if (outage == Outage::Kind::error_500) return !speaks_http;
  return false;
}

}  // namespace

// The process has been running for a day when the trace begins: checks have passed, slowstart is over.
void Engine::warm_up() {
  for (model::Index i = 0; i < model_.servers.size(); ++i) {
    const model::HealthCheck& check = model_.servers[i].check;
    if (check.kind == model::HealthCheck::Kind::none) continue;
    for (std::uint32_t n = 0; n < check.rise + check.fall; ++n) {
      router_.health_check(i, routing::CheckResult::passed, 0, effects_);
    }
  }
  while (router_.next_timer() <= kOrigin) router_.advance(router_.next_timer(), effects_);
  effects_.clear();
  start_checks();
}

void Engine::start_checks() {
  for (model::Index i = 0; i < model_.servers.size(); ++i) {
    for (const routing::Time begin : world_.resets(i)) schedule(kOrigin + begin, EventKind::reset, i, 0);
    if (model_.servers[i].check.kind == model::HealthCheck::Kind::none || !world_.ever_out(i)) continue;
    schedule(kOrigin + router_.first_check(i), EventKind::check, i, 0);
  }
}

void Engine::run_check(model::Index server) {
  const model::HealthCheck& check = model_.servers[server].check;
  const auto outage = world_.outage(server, now_ - kOrigin);
  if (outage == Outage::Kind::blackhole) {
    const routing::Time wait = patience(check, model_.proxies[model_.servers[server].proxy].timeouts);
    return schedule(now_ + wait, EventKind::check_end, server, 0);
  }
  check_ended(server, !outage || passes(check.kind, *outage));
}

void Engine::check_ended(model::Index server, bool passed) {
  const bool was_down = router_.server(server, now_).state == routing::RunState::stopped;
  const auto result = passed ? routing::CheckResult::passed : routing::CheckResult::failed;
  router_.health_check(server, result, now_, effects_);
  if (!was_down && router_.server(server, now_).state == routing::RunState::stopped) recorder_.went_down(server);
  schedule(now_ + router_.check_interval(server), EventKind::check, server, 0);
  carry_out();
}

}  // namespace hapax::simulate
