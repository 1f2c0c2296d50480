// The second half of routing: servers, their weights, states, limits and queues, and who gets which.
//
// One LiveState holds all backends. What happens to a request (dispatch.cpp, feed.cpp, retry.cpp) and what happens to a
// server (admin.cpp, health.cpp, slowstart.cpp) meet in Backend and ServerLive (backend.hpp); the algorithms
// (../balance) see only those.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include <hapax/routing/router.hpp>

namespace hapax::routing {

class LiveState {
 public:
  LiveState(const model::RoutingModel& model, RandomSource& random, Time now);
  ~LiveState();
  LiveState(const LiveState&) = delete;
  LiveState& operator=(const LiveState&) = delete;

  /// Who computes `balance hash EXPR`. Set once, before the first place().
  void set_evaluation(Evaluation* evaluation) { evaluation_ = evaluation; }

  // What the evaluation needs. --------------------------------------------------------------------------------------

  /// The transaction's backend is known: it counts in the backend's connections from here to finish().
  void attach(Transaction& transaction, model::Index backend);

  /// May persistence (use-server, cookie, stick table, rdp-cookie) send a request to this server? It asks less than the
  /// algorithms do: any state but STOPPED, and even that with `option persist` or when force-persist matched. Zero
  /// weight, drain and backup do not matter.
  [[nodiscard]] bool acceptable(model::Index server, bool force_persist) const;

  /// Persistence found a server: the algorithm will not be asked.
  static void assign(Ticket& ticket, model::Index server);

  /// srv_is_up: not in maintenance and (no check configured or not STOPPED).
  [[nodiscard]] bool is_up(model::Index server) const;

  [[nodiscard]] ServerSnapshot server(model::Index server, Time now) const;
  [[nodiscard]] BackendSnapshot backend(model::Index proxy) const;

  // The life of a request: see Router. ------------------------------------------------------------------------------

  Placement place(Transaction& transaction, Time now, Effects& effects, Trace* trace);
  void connected(Ticket& ticket, Time now, Effects& effects);
  Placement connect_failed(Transaction& transaction, ConnectFailure failure, Time now, Effects& effects, Trace* trace);
  void retry(Ticket& ticket);
  Placement answer_failed(Transaction& transaction, std::uint32_t reason, bool replayable, Time now, Effects& effects,
                          Trace* trace);
  void answered(Ticket& ticket, std::uint16_t status, Time now, Effects& effects);
  void finish(Ticket& ticket, Time now, Effects& effects);

  // The life of a server: see Router. -------------------------------------------------------------------------------

  void set_admin_state(model::Index server, AdminState state, Time now, Effects& effects);
  bool set_weight(model::Index server, std::uint32_t value, bool percent, Time now, Effects& effects);
  void set_maxconn(model::Index server, std::int64_t maxconn, Time now, Effects& effects);
  void health_check(model::Index server, CheckResult result, Time now, Effects& effects);
  void agent_report(model::Index server, std::string_view line, Time now, Effects& effects);
  [[nodiscard]] Time check_interval(model::Index server) const;
  [[nodiscard]] Time first_check(model::Index server) const;
  [[nodiscard]] Time next_timer() const { return next_timer_; }
  void advance(Time now, Effects& effects);

 private:
  Evaluation* evaluation_ = nullptr;
  Time next_timer_ = kNever;
};

}  // namespace hapax::routing
