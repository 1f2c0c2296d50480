#include <simulate/engine.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::simulate {
namespace {

// Seeds of the run's independent random sources.
constexpr std::uint64_t kRoutingSeed = 0x726F7574696E67;
constexpr std::uint64_t kServiceSeed = 0x73657276696365;
constexpr std::uint64_t kPatienceSeed = 0x70617469656E6365;
constexpr std::uint64_t kLoopSeed = 0x6C6F6F7073;
constexpr std::uint64_t kProgressEvery = 4096;
constexpr std::uint32_t kRatePeriod = 1000;  // milliseconds
// How long after the scenario's last outage a run without anything else to do waits for health checks to have an
// effect.
constexpr routing::Time kPatience = 600 * routing::kSecond;

routing::Time idle_timeout(const model::Timeouts& timeouts) {
  if (timeouts.http_keep_alive != model::kUnset) return timeouts.http_keep_alive;
  if (timeouts.http_request != model::kUnset) return timeouts.http_request;
  return timeouts.client;
}

routing::Time queue_timeout(const model::Timeouts& timeouts) {
  return timeouts.queue != model::kUnset ? timeouts.queue : timeouts.connect;
}

bool has_connection_rules(const model::Proxy& proxy) {
  using model::RuleSet;
  return !proxy.rules[static_cast<std::size_t>(RuleSet::tcp_request_connection)].empty() ||
         !proxy.rules[static_cast<std::size_t>(RuleSet::tcp_request_session)].empty();
}

}  // namespace

Engine::Engine(const model::RoutingModel& model, const Scenario& scenario, TraceReader& trace,
               const SimulateOptions& options)
    : model_(model),
      scenario_(scenario),
      trace_(trace),
      options_(options),
      routing_random_(options.seed ^ kRoutingSeed),
      world_(model, scenario, options.seed ^ kServiceSeed),
      patience_random_(options.seed ^ kPatienceSeed),
      shared_(world_.cores()),
      shared_generation_(model.servers.size()),
      loops_(scenario.workloads, options.seed ^ kLoopSeed),
      checks_(model.servers.size()),
      recorder_(model, options),
      router_(model, routing_random_, 0),
      doors_(model.proxies.size()),
      plans_(model.proxies.size()),
      patience_(model.proxies.size()) {
  router_.keep_answers();
  for (model::Index i = 0; i < model.proxies.size(); ++i) {
    const model::Proxy& proxy = model.proxies[i];
    // The length of a TCP session says nothing of how long it was silent, which is what `timeout server` bounds.
    const bool http = proxy.mode == model::Mode::http;
    plans_[i] = {queue_timeout(proxy.timeouts), http ? proxy.timeouts.server : model::kUnset, http,
                 proxy.abort_on_close};
    if (proxy.kind == model::Proxy::Kind::backend) continue;
    only_frontend_ = frontends_.empty() ? i : model::kNone;
    frontends_.emplace(proxy.name, i);
    doors_[i].limit = proxy.maxconn;
    doors_[i].most_a_second = proxy.rate_limit_sessions;
    doors_[i].has_rules = has_connection_rules(proxy);
    for (const PatienceRule& rule : scenario.patience) {
      if (patience_[i] == nullptr && glob_match(rule.frontend, proxy.name)) patience_[i] = &rule;
    }
  }
  for (const std::int64_t limit : {model.connection_rate, model.session_rate}) {
    if (limit > 0) process_a_second_ = process_a_second_ > 0 ? std::min(process_a_second_, limit) : limit;
  }
  if (options.default_frontend != model::kNone) only_frontend_ = options.default_frontend;
  for (const Outage& outage : scenario.outages) {
    if (outage.to != routing::kNever) last_change_ = std::max(last_change_, kOrigin + outage.to);
  }
}

Result<SimulationResult> Engine::run() {
  now_ = kOrigin;
  warm_up();
  write_script();
  routing::Time first_asked = routing::kNever;
  for (std::uint32_t i = 0; i < loops_.size(); ++i) first_asked = std::min(first_asked, think(i));
  SimulationResult& result = recorder_.result();
  if (const auto read = read_arrival(); !read) return tl::unexpected(read.error());
  result.begin = has_line_ ? line_.t : 0;
  result.end = result.begin;
  recorder_.begin(std::min(result.begin, first_asked));
  while (!nothing_more() && !stopped_) {
    const routing::Time arrival = has_line_ ? kOrigin + line_.t : routing::kNever;
    const routing::Time event = events_.next();
    const routing::Time timer = router_.next_timer();
    ++result.events;
    if (event <= timer && event <= arrival) {
      const Event next = events_.top();
      events_.pop();
      now_ = next.at;
      step(next);
    } else if (timer <= arrival) {
      now_ = timer;
      router_.advance(now_, effects_);
      carry_out();
    } else {
      now_ = arrival;
      arrive(line_, model::kNone);
      if (const auto read = read_arrival(); !read) return tl::unexpected(read.error());
    }
  }
  if (!stopped_) flights_.for_each([&](const Flight&) { ++result.unfinished; });
  recorder_.end(now_ - kOrigin);
  result.interrupted = stopped_;
  result.damage = trace_.damage();
  result.damage.add(unknown_);
  return std::move(result);
}

inline bool Engine::nothing_more() const {
  if (has_line_ || thinking_ > 0) return false;
  if (flights_.in_use() == 0) return true;
  // What is still in flight waits for an event, or for a health check to bring a server back.
  if (live_events_ > 0 || router_.next_timer() != routing::kNever) return false;
  return events_.empty() || now_ > std::max(last_change_, kOrigin + line_.t) + kPatience;
}

inline Result<bool> Engine::read_arrival() {
  auto more = trace_.next(line_);
  has_line_ = more && *more;
  if (options_.strict && trace_.damage().count > 0) stopped_ = true;
  return more;
}

void Engine::schedule(routing::Time at, EventKind kind, std::uint32_t subject, std::uint32_t generation) {
  if (kind != EventKind::check && kind != EventKind::check_end) ++live_events_;
  events_.push(Event{at, subject, generation, static_cast<std::uint8_t>(kind)});
}

// A timeout of a flight or of a client's idle connection.
void Engine::schedule_timeout(routing::Time duration, EventKind kind, std::uint32_t subject, std::uint32_t generation) {
  const Event timeout{now_ + duration, subject, generation, static_cast<std::uint8_t>(kind)};
  const std::size_t dropped = events_.push_timeout(timeout, duration, [this](const Event& event) {
    const bool of_client = static_cast<EventKind>(event.kind) == EventKind::client_idle;
    return event.generation !=
           (of_client ? flights_.client_at(event.subject)->generation : flights_.at(event.subject)->generation);
  });
  live_events_ = live_events_ + 1 - dropped;
}

inline void Engine::step(const Event& event) {
  if (static_cast<EventKind>(event.kind) != EventKind::service_end) return rare_step(event);
  --live_events_;
  Flight& flight = *flights_.at(event.subject);
  if (flight.generation == event.generation) answered(flight);
}

void Engine::rare_step(const Event& event) {
  const auto kind = static_cast<EventKind>(event.kind);
  if (kind == EventKind::check) {
    if (checks_[event.subject].generation == event.generation) run_check(event.subject);
    return;
  }
  if (kind == EventKind::check_end) return check_ended(event.subject, event.generation == 1);
  --live_events_;
  if (kind == EventKind::reset) return reset(event.subject);
  if (kind == EventKind::think_end) return ask(event.subject);
  if (kind == EventKind::script) return play(script_[event.subject]);
  if (kind == EventKind::door_opens) {
    doors_[event.subject].opens_later = false;
    return let_in(doors_[event.subject]);
  }
  if (kind == EventKind::shared_end) {
    if (shared_generation_[event.subject] != event.generation) return;
    return answered(*flights_.at(shared_.next_job(event.subject)));
  }
  if (kind == EventKind::client_idle) {
    Client* const client = flights_.client_at(event.subject);
    if (client->generation == event.generation) leave(*client);
    return;
  }
  Flight& flight = *flights_.at(event.subject);
  if (kind == EventKind::give_up) {
    if (flight.phase != Flight::Phase::free && static_cast<std::uint32_t>(flight.index) == event.generation) {
      give_up(flight);
    }
    return;
  }
  if (flight.generation != event.generation) return;
  switch (kind) {
    case EventKind::server_timeout:
      // Done at this very moment: its end comes next.
      if (shared_.next_job(flight.server) == flight.number && shared_.next_end(flight.server) <= now_) return;
      flight.reason = model::kRetryResponseTimeout;
      flight.failure = routing::Outcome::server_timeout;
      return answered(flight);
    case EventKind::connect_timeout:
      return connect_failed(flight, routing::ConnectFailure::timed_out);
    case EventKind::queue_timeout:
      return queue_timed_out(flight);
    case EventKind::connect:
      return connect(flight);
    case EventKind::retry:
      return retry(flight);
    case EventKind::hold_end:
      return hold_ended(flight);
    default:
      return;
  }
}

inline model::Index Engine::frontend_of(const TraceRequest& line) {
  if (line.frontend.empty()) return only_frontend_;
  // Most lines come in where the one before them did.
  const bool stands = line.standing != nullptr;
  if (stands && line.frontend.data() == last_standing_.data() && line.frontend.size() == last_standing_.size()) {
    return last_frontend_;
  }
  if (last_frontend_ == model::kNone || model_.proxies[last_frontend_].name != line.frontend) {
    const auto found = frontends_.find(line.frontend);
    if (found == frontends_.end()) return model::kNone;
    last_frontend_ = found->second;
  }
  last_standing_ = stands ? line.frontend : std::string_view();
  return last_frontend_;
}

// The line names a frontend that is not there, or none where there are several.
void Engine::count_unknown(const TraceRequest& line) {
  ++recorder_.result().unknown_frontend;
  if (options_.strict) stopped_ = true;
  std::vector<std::string_view> names;
  for (const auto& [name, index] : frontends_) names.push_back(name);
  std::sort(names.begin(), names.end());
  if (line.frontend.empty()) {
    return unknown_.add(line.line, fmt::format("it names no frontend and the configuration has several ({}); say "
                                               "which with --frontend",
                                               fmt::join(names, ", ")));
  }
  const auto near = nearest(line.frontend, names);
  unknown_.add(line.line, fmt::format("there is no frontend '{}'; {}", line.frontend,
                                      near ? fmt::format("did you mean '{}'?", *near)
                                           : fmt::format("the configuration has {}", fmt::join(names, ", "))));
}

// The open connection that the line names, or a new one. The log of a client that was still waiting for another answer
// then does not say when it would have asked now, so it asks by another connection; and one port of a client may lead
// to two frontends.
inline Client& Engine::client_of(const TraceRequest& line, model::Index frontend) {
  Client& named = *flights_.client(line.connection);
  if (line.connection.empty()) return named;
  const bool busy = named.current != nullptr || !named.waiting.empty();
  const bool elsewhere = (busy || named.accepted) && named.connection.frontend != frontend;
  return elsewhere || (busy && line.only_if_idle) ? *flights_.client({}) : named;
}

void Engine::arrive(const TraceRequest& line, std::uint32_t loop_client) {
  SimulationResult& result = recorder_.result();
  const model::Index frontend = frontend_of(line);
  if (frontend == model::kNone) return count_unknown(line);
  if (++result.requests % kProgressEvery == 0 && options_.progress &&
      !options_.progress(result.requests, now_ - kOrigin)) {
    stopped_ = true;
  }
  recorder_.arrived(frontend, now_ - kOrigin);
  Flight& flight = *flights_.take();
  flight.known = router_.knows_way(frontend, line.asked().form);
  load(line, !flight.known, flight);
  flight.phase = Flight::Phase::waiting;
  flight.decided = false;
  flight.index = count_++;
  flight.frontend = frontend;
  flight.server = model::kNone;
  flight.rule = model::kNone;
  flight.arrived = now_;
  flight.queued = -1;
  flight.service = line.service;
  flight.busy = 0;
  flight.loop_client = loop_client;
  flight.gave_up = false;
  if (line.patience >= 0 || patience_[frontend] != nullptr) expect_patience(flight, line.patience);
  Client& client = client_of(line, frontend);
  flight.client = &client;
  if (!client.waiting.empty() || client.current != nullptr) return client.waiting.push_back(flight);
  client.waiting.push_back(flight);
  ++client.generation;
  if (client.accepted) return next_request(client);
  client.connection.frontend = frontend;
  client.connection.source = line.source;
  client.connection.peer = line.peer.family != routing::Address::Family::none ? line.peer : line.source;
  if (line.tls) client.connection.tls = line.tls_info(flight.transaction.arena);
  enter(client);
}

// At the frontend's door: in, or in line before it.
inline void Engine::enter(Client& client) {
  const Door& door = doors_[client.connection.frontend];
  may_enter(door) && door.waiting.empty() ? accept(client) : hold_back(client);
}

void Engine::hold_back(Client& client) {
  Door& door = doors_[client.connection.frontend];
  door.waiting.push_back(&client);
  if (too_fast(door)) open_later(door);
  recorder_.held_back(client.connection.frontend);
  note_connections(client.connection.frontend);
}

// More new connections in the last second than `rate-limit sessions`, `maxconnrate` or `maxsessrate` allow.
bool Engine::too_fast_now(const Door& door) const {
  const std::int64_t now = now_ / routing::kMillisecond;
  return (door.most_a_second > 0 && door.rate.per_period(now, kRatePeriod) >= door.most_a_second) ||
         (process_a_second_ > 0 && process_rate_.per_period(now, kRatePeriod) >= process_a_second_);
}

// Looks again after the time that one connection takes at the rate that is allowed.
void Engine::open_later(Door& door) {
  if (door.opens_later) return;
  door.opens_later = true;
  const std::int64_t rate = std::max(door.most_a_second, process_a_second_);
  const routing::Time wait = std::max(routing::kMillisecond, routing::kSecond / rate);
  schedule(now_ + wait, EventKind::door_opens, static_cast<std::uint32_t>(&door - doors_.data()), 0);
}

inline void Engine::accept(Client& client) {
  Door& door = doors_[client.connection.frontend];
  ++door.open;
  ++open_clients_;
  if (door.most_a_second > 0 || process_a_second_ > 0) count_accepted(door);
  client.accepted = true;
  note_connections(client.connection.frontend);
  // Of a connection for one request whose way is known the router need not know before.
  client.name.empty() && client.waiting.front().known && !door.has_rules ? next_request(client) : open(client);
}

void Engine::count_accepted(Door& door) {
  if (door.most_a_second > 0) door.rate.add(1, now_ / routing::kMillisecond, kRatePeriod);
  if (process_a_second_ > 0) process_rate_.add(1, now_ / routing::kMillisecond, kRatePeriod);
}

void Engine::open(Client& client) {
  const routing::Opened opened = router_.open(client.connection, now_);
  client.state = opened.state;
  if (opened.verdict.forward) return next_request(client);
  client.current = client.waiting.pop_front();
  end(*client.current, opened.verdict);
}

inline void Engine::next_request(Client& client) {
  client.current = client.waiting.pop_front();
  decide(*client.current);
}

void Engine::over(Flight& flight, routing::Outcome outcome) {
  // Nobody is there to take the answer.
  if (flight.gave_up && outcome == routing::Outcome::served) outcome = routing::Outcome::aborted;
  const routing::Ticket& ticket = flight.transaction.ticket;
  const bool refused = is_refusal(outcome, flight.transaction.response.transaction_status());
  recorder_.finished(Decision{flight.index, flight.frontend, ticket.backend, flight.server, outcome, flight.queued,
                              now_ - flight.arrived},
                     flight.busy, refused, now_ - kOrigin);
  if (refused) count_refused(flight);
  recorder_.result().end = now_ - kOrigin;
  if (!flight.client->name.empty()) keep_connection(flight, outcome);
  const bool sent_elsewhere =
      outcome == routing::Outcome::redirected && routing::Router::redirects(flight.transaction, model_);
  if (flight.decided) router_.finish(flight.transaction, now_, effects_);
  Client& client = *flight.client;
  client.current = nullptr;
  const bool closed = outcome == routing::Outcome::rejected || sent_elsewhere || flight.gave_up;
  if (flight.loop_client != model::kNone) think(flight.loop_client);
  flights_.give_back(&flight);
  client.name.empty() ? leave(client) : go_on(client, closed);
  carry_out();
}

void Engine::count_refused(const Flight& flight) {
  const routing::Transaction& transaction = flight.transaction;
  recorder_.refused(flight.decided ? transaction.source : flight.client->connection.source, flight.rule,
                    now_ - kOrigin);
}

// A client's connection that has a name, after a request: its next one, the end, or an idle wait for the trace's next
// line.
void Engine::go_on(Client& client, bool closed) {
  const model::Proxy& proxy = model_.proxies[client.connection.frontend];
  if ((closed || proxy.http_close) && client.waiting.empty()) return leave(client);
  if (!client.waiting.empty()) {
    if (!closed && !proxy.http_close) return next_request(client);
    Door& door = doors_[client.connection.frontend];
    router_.close(client.state, now_);
    client.state = nullptr;
    client.accepted = false;
    --door.open;
    --open_clients_;
    note_connections(client.connection.frontend);
    return enter(client);
  }
  const routing::Time idle = idle_timeout(proxy.timeouts);
  if (idle != model::kUnset) schedule_timeout(idle, EventKind::client_idle, client.number, client.generation);
}

inline void Engine::leave(Client& client) {
  Door& door = doors_[client.connection.frontend];
  const bool process_was_full = process_full();
  if (client.state != nullptr) router_.close(client.state, now_);
  const model::Index frontend = client.connection.frontend;
  flights_.give_back(&client);
  --door.open;
  --open_clients_;
  note_fewer_connections(frontend);
  let_in(door);
  if (process_was_full) let_in_all();
}

void Engine::let_in_all() {
  for (Door& door : doors_) let_in(door);
}

void Engine::let_in_waiting(Door& door) {
  while (!door.waiting.empty() && may_enter(door)) {
    Client* const next = door.waiting.front();
    door.waiting.pop_front();
    accept(*next);
  }
  if (!door.waiting.empty() && too_fast(door)) open_later(door);
}

Result<SimulationResult> simulate(const model::RoutingModel& model, const Scenario& scenario, TraceReader& trace,
                                  const SimulateOptions& options) {
  return Engine(model, scenario, trace, options).run();
}

}  // namespace hapax::simulate
