// The engine: merges the trace with the future event list and drives the Router.
//
// Three sources of what happens next: the trace (sorted), the event queue (ends of service, timeouts, health checks)
// and the Router's own timers (slowstart). The earliest goes first; at equal times events go before the Router's
// timers, and both before arrivals, so that a request that comes at the moment when another one ends finds its slot
// free.
//
// The way of a request through the methods below, each of which either schedules an event and returns or calls the
// next:
//
//   arrive -> accept -> decide -> place -> connect -> (serving) -> answered -> over
//
// The files: engine.cpp has the loop, accepting and ending; engine_server.cpp has the way to a server and back;
// engine_clients.cpp has what clients do by themselves: giving up, thinking, asking again; engine_checks.cpp has health
// checks and what a script says of agents and administrators.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <variant>
#include <vector>

#include <hapax/routing/router.hpp>
#include <hapax/simulate/simulator.hpp>
#include <routing/stick/rate.hpp>
#include <simulate/event_queue.hpp>
#include <simulate/flight.hpp>
#include <simulate/recorder.hpp>
#include <simulate/scenario/world.hpp>
#include <simulate/shared_servers.hpp>
#include <simulate/workload/closed_loops.hpp>

namespace hapax::simulate {

class Engine {
 public:
  // The clock of the run: the trace's t = 0 is this. Health checks have run before.
  static constexpr routing::Time kOrigin = 86'400 * routing::kSecond;

  Engine(const model::RoutingModel& model, const Scenario& scenario, TraceReader& trace,
         const SimulateOptions& options);

  Result<SimulationResult> run();

 private:
  enum class EventKind : std::uint8_t {
    service_end,      // subject: flight
    connect_timeout,  // subject: flight
    queue_timeout,    // subject: flight
    retry,            // subject: flight
    hold_end,         // subject: flight
    connect,          // subject: flight
    client_idle,      // subject: client
    reset,            // subject: server: its connections break
    server_timeout,   // subject: flight
    give_up,          // subject: flight; generation: the low bits of its index
    shared_end,       // subject: server; generation: of its schedule
    think_end,        // subject: client of the closed loops
    script,           // subject: into script_
    door_opens,       // subject: frontend
    check,            // subject: server; generation: of its schedule
    check_end         // subject: server; generation: 1 if it passed
  };
  // Connections of a frontend, and those that it keeps waiting.
  struct Door {
    std::int64_t limit = 0;  // 0: none
    std::int64_t open = 0;
    std::int64_t most_a_second = 0;  // new connections; 0: any number
    routing::Rate rate;
    bool opens_later = false;  // an event will come when the rate allows another one
    bool has_rules = false;    // for connections
    std::deque<Client*> waiting;
    [[nodiscard]] bool full() const { return limit > 0 && open >= limit; }
  };

  // What the configuration says of requests in a backend, in one place.
  struct Plan {
    routing::Time queue_timeout = model::kUnset;
    routing::Time answer_timeout = model::kUnset;  // unset in TCP mode, too
    bool http = false;
    bool abort_on_close = false;
  };

  // A server's next check.
  struct CheckTimer {
    routing::Time at = routing::kNever;  // while one is under way: when it began
    std::uint32_t generation = 0;
  };
  // What the scenario's agents and administrators do, one server each.
  struct Script {
    model::Index server = model::kNone;
    std::variant<const AgentAnswer*, const AdminChange*> what;
  };

  // What follows is the way of most requests. Turnings that few take are functions of their own which are not inlined,
  // so that the way of the others need not save registers for them.

  // engine.cpp
  Result<bool> read_arrival();
  void step(const Event& event);
  [[gnu::noinline]] void rare_step(const Event& event);
  void arrive(const TraceRequest& line, std::uint32_t loop_client);
  Client& client_of(const TraceRequest& line, model::Index frontend);
  void count_unknown(const TraceRequest& line);
  model::Index frontend_of(const TraceRequest& line);
  [[gnu::always_inline]] void enter(Client& client);
  [[gnu::noinline]] void hold_back(Client& client);
  [[nodiscard]] bool too_fast(const Door& door) const {
    return (door.most_a_second > 0 || process_a_second_ > 0) && too_fast_now(door);
  }
  [[nodiscard]] bool too_fast_now(const Door& door) const;
  [[nodiscard]] bool may_enter(const Door& door) const { return !door.full() && !process_full() && !too_fast(door); }
  void open_later(Door& door);
  void note_connections(model::Index frontend) {
    const Door& door = doors_[frontend];
    recorder_.connections(frontend, static_cast<std::uint64_t>(door.open), door.waiting, now_ - kOrigin);
  }
  [[gnu::always_inline]] void accept(Client& client);
  [[gnu::noinline]] void count_accepted(Door& door);
  [[gnu::noinline]] void open(Client& client);
  [[gnu::always_inline]] void next_request(Client& client);
  void note_fewer_connections(model::Index frontend) {
    const Door& door = doors_[frontend];
    recorder_.fewer_connections(frontend, static_cast<std::uint64_t>(door.open), door.waiting, now_ - kOrigin);
  }
  [[gnu::noinline]] void count_refused(const Flight& flight);
  void over(Flight& flight, routing::Outcome outcome);
  void end(Flight& flight, const routing::Verdict& verdict) {
    flight.rule = verdict.rule;
    over(flight, verdict.outcome);
  }
  [[gnu::noinline]] void go_on(Client& client, bool closed);
  [[gnu::always_inline]] void leave(Client& client);
  void let_in(Door& door) {
    if (!door.waiting.empty()) let_in_waiting(door);
  }
  [[gnu::noinline]] void let_in_waiting(Door& door);
  [[gnu::noinline]] void let_in_all();
  [[nodiscard]] bool process_full() const { return model_.maxconn > 0 && open_clients_ >= model_.maxconn; }
  [[nodiscard]] bool nothing_more() const;
  void schedule(routing::Time at, EventKind kind, std::uint32_t subject, std::uint32_t generation);
  void schedule_timeout(routing::Time duration, EventKind kind, std::uint32_t subject, std::uint32_t generation);

  // engine_server.cpp
  void decide(Flight& flight);
  void proceed(Flight& flight, const routing::Verdict& verdict);
  [[gnu::noinline]] void hold(Flight& flight, const routing::Verdict& verdict);
  void hold_ended(Flight& flight);
  [[gnu::always_inline]] void follow(Flight& flight, const routing::Placement& placement, routing::Outcome passed_on);
  [[gnu::noinline]] void follow_elsewhere(Flight& flight, const routing::Placement& placement,
                                          routing::Outcome passed_on);
  void connect(Flight& flight);
  [[gnu::noinline]] void redirect(Flight& flight);
  [[gnu::noinline]] void connect_during(Flight& flight, Outage::Kind outage);
  [[gnu::always_inline]] void serve(Flight& flight, routing::Time duration, std::uint32_t reason,
                                    routing::Outcome failure);
  [[gnu::noinline]] void share(Flight& flight, routing::Time work, routing::Time timeout);
  void begin_service(Flight& flight, std::uint32_t reason, routing::Outcome failure);
  void schedule_shared(model::Index server);
  void retry(Flight& flight);
  void connect_failed(Flight& flight, routing::ConnectFailure failure);
  void answered(Flight& flight);
  [[gnu::noinline]] void answered_badly(Flight& flight);
  [[gnu::noinline]] void fail(Flight& flight, routing::Outcome outcome);
  void respond(Flight& flight);
  void reset(model::Index server);
  void queue_timed_out(Flight& flight);
  void leave_queue(Flight& flight) {
    recorder_.in_queue(flight.transaction.ticket.backend, flight.queued_for, -1, now_ - kOrigin);
    flight.queued = std::max<routing::Time>(flight.queued, 0) + (now_ - flight.queued_since);
    ++flight.generation;  // its queue timeout is no longer meant
  }
  void leave_server(Flight& flight) {
    recorder_.in_service(flight.server, -1, now_ - kOrigin);
    flight.busy += now_ - flight.began;
    if (flight.shared) end_sharing(flight);
    ++flight.generation;  // the end of its service is no longer meant
  }
  [[gnu::noinline]] void end_sharing(Flight& flight);
  [[gnu::always_inline]] void carry_out() {
    if (!effects_.empty() && !carrying_out_) carry_out_effects();
  }
  [[gnu::noinline]] void carry_out_effects();
  [[gnu::noinline]] void carry_out_batch();

  // engine_clients.cpp
  [[gnu::noinline]] void expect_patience(Flight& flight, routing::Time given);
  void give_up(Flight& flight);
  [[gnu::noinline]] routing::Time think(std::uint32_t loop_client);
  void ask(std::uint32_t loop_client);
  [[gnu::noinline]] void keep_connection(const Flight& flight, routing::Outcome outcome);

  // engine_checks.cpp
  void warm_up();
  void start_checks();
  void write_script();
  void play(const Script& script);
  void schedule_check(model::Index server, routing::Time at);
  void pull_check(model::Index server);
  void run_check(model::Index server);
  void check_ended(model::Index server, bool passed);

  const model::RoutingModel& model_;
  const Scenario& scenario_;
  TraceReader& trace_;
  const SimulateOptions& options_;
  Xoshiro256 routing_random_;
  World world_;
  Xoshiro256 patience_random_;
  SharedServers shared_;
  std::vector<std::uint32_t> shared_generation_;  // by server
  ClosedLoops loops_;
  std::uint64_t thinking_ = 0;      // clients of the closed loops that will ask again
  std::vector<CheckTimer> checks_;  // by server
  std::vector<Script> script_;
  Recorder recorder_;
  routing::Router router_;
  routing::Effects effects_;
  routing::Effects batch_;
  bool carrying_out_ = false;
  EventQueue events_;
  Flights flights_;
  std::vector<Door> doors_;            // by proxy
  std::vector<Plan> plans_;            // by proxy
  std::int64_t process_a_second_ = 0;  // new connections that the process takes; 0: any number
  routing::Rate process_rate_;
  std::int64_t open_clients_ = 0;
  std::vector<const PatienceRule*> patience_;  // by proxy; null: endless
  std::unordered_map<std::string_view, model::Index> frontends_;
  model::Index only_frontend_ = model::kNone;
  model::Index last_frontend_ = model::kNone;  // of the line before
  std::string_view last_standing_;             // and its name, if that stays where it is
  TraceRequest line_;
  bool has_line_ = false;
  bool stopped_ = false;
  Damage unknown_;  // lines that name a frontend that is not there
  std::uint64_t count_ = 0;
  std::uint64_t live_events_ = 0;  // events other than health checks
  routing::Time last_change_ = 0;  // when the last outage of the scenario ends
  routing::Time now_ = 0;
};

}  // namespace hapax::simulate
