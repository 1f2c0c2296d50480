// Plays a load-balancing case: a configuration and steps (requests, releases, run-time commands, servers whose port
// stops and returns, waits) on a virtual clock, through the same Router that the simulator and the proxy use.
//
// The servers of a case answer at once unless a request is held; what a step causes is over before the next one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <hapax/model/model.hpp>
#include <hapax/routing/router.hpp>
#include <nlohmann/json_fwd.hpp>

namespace hapax::lb_case {

class Player {
 public:
  /// `steps` is the whole case as JSON. Both outlive the player.
  Player(const model::RoutingModel& model, const nlohmann::json& steps);
  ~Player();

  /// One entry a step: {"backend": B, "server": S} for a request, S null when no server was reached; null for others.
  nlohmann::json play();

 private:
  struct Request;
  struct Timer {
    routing::Time at;
    std::uint64_t sequence;
    std::function<void()> run;
  };

  void start_checks();
  void check(model::Index server);
  void at(routing::Time time, std::function<void()> run);
  void run_until(routing::Time time);
  void step(const nlohmann::json& step);
  void request(const nlohmann::json& step);
  void release(const nlohmann::json& step);
  void command(const std::string& text);
  void follow(Request& request, const routing::Placement& placement);
  void connect(Request& request);
  void answer(Request& request);
  [[nodiscard]] bool closes(model::Index server) const;
  void answer_by_proxy(Request& request);
  void respond(Request& request);
  void finish(Request& request);
  void settle();
  [[nodiscard]] model::Index find_server(const std::string& name) const;
  [[nodiscard]] std::string server_name(model::Index server) const;

  const model::RoutingModel& model_;
  const nlohmann::json& case_;
  std::unique_ptr<RandomSource> random_;
  routing::Time now_;
  routing::Router router_;
  routing::Effects effects_;
  bool settling_ = false;
  int retrying_ = 0;           ///< requests that wait before they try a server again
  std::vector<Timer> timers_;  ///< a heap, earliest first
  std::uint64_t timers_made_ = 0;
  std::vector<std::unique_ptr<Request>> requests_;  ///< by step; null for others
  std::map<std::int64_t, Request*> by_id_;
  std::vector<bool> refuses_;  ///< by server
};

}  // namespace hapax::lb_case
