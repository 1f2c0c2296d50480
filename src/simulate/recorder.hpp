// Keeps the figures while a simulation runs, and gives decisions out in the order of the trace.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <hapax/model/model.hpp>
#include <hapax/simulate/simulator.hpp>
#include <simulate/buffered_histogram.hpp>
#include <simulate/refused_clients.hpp>
#include <simulate/series_recorder.hpp>

namespace hapax::simulate {

class Recorder {
 public:
  Recorder(const model::RoutingModel& model, const SimulateOptions& options);

  // Times are those of the trace.

  /// The first request comes at `t`.
  void begin(routing::Time t);
  /// A request came in by the frontend.
  void arrived(model::Index frontend, routing::Time t) {
    if (series_) ++series_->at(series_->frontend(frontend), t).arrived;
  }
  /// A request got to its backend.
  void reached(model::Index backend, routing::Time t) {
    if (series_) ++series_->at(series_->backend(backend), t).arrived;
  }
  /// A request is over at `t`; a rule turned it away if `refused`.
  [[gnu::always_inline]] void finished(const Decision& decision, routing::Time busy, bool refused, routing::Time t) {
    // Copies go to functions that are not inlined, so that the decision itself may be in registers.
    if (series_) series_finished(Decision(decision), refused, t);
    const auto outcome = static_cast<std::size_t>(decision.outcome);
    const bool served = decision.outcome == routing::Outcome::served;
    Route& route = route_of(decision);
    ++route.outcomes[outcome];
    if (decision.queue >= 0) route.queue.add(decision.queue);
    if (decision.server != model::kNone) {
      ServerFigures& server = servers_[decision.server];
      ++server.outcomes[outcome];
      server.busy += static_cast<double>(busy);
      if (served) add_total(server, route, decision);
    } else if (served) {
      route.total.add(decision.total);
    }
    if (decided_) hand_out(Decision(decision));
  }
  /// A rule turned a request of the client away; kNone: it is not in the configuration, as where HAProxy itself refuses
  /// what it cannot read.
  void refused(const routing::Address& client, model::Index rule, routing::Time t);
  /// A request began or ended being served by a server.
  void in_service(model::Index server, int change, routing::Time t) {
    ServerFigures& figures = servers_[server];
    figures.serving += static_cast<std::uint64_t>(static_cast<std::int64_t>(change));
    if (change > 0) figures.most_at_once = std::max(figures.most_at_once, figures.serving);
    if (series_) series_in_service(server, change, t);
  }
  /// A request came into the queue of the backend, or of one of its servers, or left it.
  void in_queue(model::Index backend, model::Index server, int change, routing::Time t) {
    Queue& queue = queues_[backend];
    queue.integral += static_cast<double>(queue.length) * static_cast<double>(t - queue.since);
    queue.since = t;
    queue.length += change;
    if (change > 0) queue.longest = std::max(queue.longest, queue.length);
    if (series_) series_in_queue(backend, server, change, t);
  }
  void failed_attempt(model::Index server) { ++result_.servers[server].failed_attempts; }
  void went_down(model::Index server) { ++result_.servers[server].went_down; }
  /// So many client connections are open, and those wait because the frontend is full.
  template <class Line>
  void connections(model::Index frontend, std::uint64_t open, const Line& waiting, routing::Time t) {
    most_connections_[frontend] = std::max(most_connections_[frontend], open);
    if (series_) series_connections(frontend, open, waiting.size(), t);
  }
  /// Some of them were closed.
  template <class Line>
  void fewer_connections(model::Index frontend, std::uint64_t open, const Line& waiting, routing::Time t) {
    if (series_) series_connections(frontend, open, waiting.size(), t);
  }
  void held_back(model::Index frontend) { ++result_.frontends[frontend_place_[frontend]].held_back; }

  [[nodiscard]] SimulationResult& result() { return result_; }
  /// Gives out the decisions that still wait for an earlier request that never ended.
  void flush();
  /// The run is over at `t`.
  void end(routing::Time t);

 private:
  struct Queue {
    std::int64_t length = 0;
    std::int64_t longest = 0;
    routing::Time since = 0;
    double integral = 0;
  };

  // What went from one frontend to one backend (kNone: to none). The figures of both are put together from these at the
  // end, so that a request is counted once. Times of what a server got from its usual frontend stand there.
  struct Route {
    model::Index frontend;
    model::Index backend;
    OutcomeCounts outcomes{};
    BufferedHistogram total;
    BufferedHistogram queue;
  };
  // What changes with each request of a server; the rest is in its ServerResult, where this gets to at the end.
  struct ServerFigures {
    std::uint64_t serving = 0;
    std::uint64_t most_at_once = 0;
    double busy = 0;
    OutcomeCounts outcomes{};
    model::Index usual = model::kNone;  // the frontend from which it got its first request
    BufferedHistogram total;            // of requests from there
    Histogram unusual;                  // of others
  };
  Route& route_of(const Decision& decision) {
    std::vector<Route>& routes = routes_[decision.backend == model::kNone ? routes_.size() - 1 : decision.backend];
    for (Route& route : routes) {
      if (route.frontend == decision.frontend) return route;
    }
    return make_route(routes, decision.frontend, decision.backend);
  }
  [[gnu::cold]] static Route& make_route(std::vector<Route>& routes, model::Index frontend, model::Index backend);
  static void add_total(ServerFigures& server, Route& route, const Decision& decision) {
    if (server.usual == decision.frontend) return server.total.add(decision.total);
    add_total_of_another(server, route, decision.frontend, decision.total);
  }
  [[gnu::noinline]] static void add_total_of_another(ServerFigures& server, Route& route, model::Index frontend,
                                                     routing::Time total);
  static void add(Route& route, ProxyResult& to);
  void give_times_to_routes();
  void put_together();
  void put_together_proxies();
  void put_together_servers();
  void put_together_rules();
  [[gnu::noinline]] void hand_out(const Decision& decision);

  const std::function<void(const Decision&)>& decided_;
  SimulationResult result_;
  std::vector<std::vector<Route>> routes_;   // by proxy as a backend, the last one for none
  std::vector<std::size_t> frontend_place_;  // by proxy: place in result_.frontends, if it has one there
  std::vector<std::size_t> backend_place_;
  // Kept out of the way of runs without a series.
  [[gnu::noinline]] void series_connections(model::Index frontend, std::uint64_t open, std::uint64_t waiting,
                                            routing::Time t);
  [[gnu::noinline]] void series_in_service(model::Index server, int change, routing::Time t);
  [[gnu::noinline]] void series_in_queue(model::Index backend, model::Index server, int change, routing::Time t);
  [[gnu::noinline]] void series_finished(const Decision& decision, bool refused, routing::Time t);

  std::vector<model::Index> backend_of_;  // by server
  std::vector<ServerFigures> servers_;
  std::vector<std::uint64_t> backend_serving_;   // by proxy
  std::vector<std::uint64_t> waiting_;           // by server: requests in its own queue
  std::vector<Queue> queues_;                    // by proxy
  std::vector<std::uint64_t> most_connections_;  // by proxy
  /// What a rule turned away.
  struct Refusals {
    std::uint64_t count = 0;
    routing::Time first = 0;
    routing::Time last = 0;
  };
  const model::RoutingModel& model_;
  std::map<model::Index, Refusals> refusals_;  // by rule
  RefusedClients refused_clients_;
  std::unique_ptr<SeriesRecorder> series_;  // null: not wanted
  std::deque<Decision> pending_;            // decisions from next_ on; those not yet made have index kOpen
  std::uint64_t next_ = 0;
};

}  // namespace hapax::simulate
