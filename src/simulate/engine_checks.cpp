// Health checks against the scenario's outages; what the scenario's agents and administrators say.
//
// A server that no outage concerns passes every check, so it is checked only from the time on at which errors in its
// traffic (`observe`) call for it.

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
    schedule_check(i, kOrigin + router_.first_check(i));
  }
}

void Engine::schedule_check(model::Index server, routing::Time at) {
  checks_[server].at = at;
  schedule(at, EventKind::check, server, ++checks_[server].generation);
}

// Errors in the server's traffic: the next check comes after fastinter at the latest.
void Engine::pull_check(model::Index server) {
  const model::HealthCheck& check = model_.servers[server].check;
  if (check.kind == model::HealthCheck::Kind::none) return;
  const routing::Time at = now_ + (check.fastinter == model::kUnset ? check.inter : check.fastinter);
  if (checks_[server].at > at) schedule_check(server, at);
}

void Engine::write_script() {
  const auto name = [&](model::Index i) {
    return model_.proxies[model_.servers[i].proxy].name + "/" + model_.servers[i].name;
  };
  const auto add = [&](routing::Time at, const Script& script) {
    script_.push_back(script);
    schedule(kOrigin + at, EventKind::script, static_cast<std::uint32_t>(script_.size() - 1), 0);
  };
  for (model::Index i = 0; i < model_.servers.size(); ++i) {
    const model::HealthCheck& check = model_.servers[i].check;
    for (const AgentAnswer& answer : scenario_.agents) {
      if (!check.agent || !glob_match(answer.server, name(i))) continue;
      // The agent's next check; an answer that does not change anything needs no event.
      const routing::Time inter = check.agent_inter == model::kUnset ? check.inter : check.agent_inter;
      const routing::Time first = router_.first_check(i);
      const routing::Time checks = inter > 0 && answer.at > first ? (answer.at - first + inter - 1) / inter : 0;
      add(first + checks * inter, {i, &answer});
    }
    for (const AdminChange& change : scenario_.admin) {
      if (glob_match(change.server, name(i))) add(change.at, {i, &change});
    }
  }
}

void Engine::play(const Script& script) {
  if (const auto* const answer = std::get_if<const AgentAnswer*>(&script.what)) {
    router_.agent_report(script.server, (*answer)->says, now_, effects_);
    return carry_out();
  }
  const AdminChange& change = *std::get<const AdminChange*>(script.what);
  if (change.state) router_.set_admin_state(script.server, *change.state, now_, effects_);
  if (change.weight && !router_.set_weight(script.server, *change.weight, false, now_, effects_)) {
    ++recorder_.result().refused_changes;
  }
  if (change.maxconn) router_.set_maxconn(script.server, *change.maxconn, now_, effects_);
  carry_out();
}

void Engine::run_check(model::Index server) {
  const model::HealthCheck& check = model_.servers[server].check;
  checks_[server].at = now_;
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
  schedule_check(server, now_ + router_.check_interval(server));
  carry_out();
}

}  // namespace hapax::simulate
