// The runtime: a RoutingModel on real sockets.
//
//     auto opened = Proxy::open(model, settings);          // binds and resolves, or says what failed, line by line
//     if (!opened) ...
//     return (*opened)->run();                             // serves until a signal ends it
//
// One event loop per thread; every decision comes from routing::Router, the same that `route` and `simulate` ask.
// SIGTERM and SIGINT end run() at once. SIGUSR1 closes the listeners, lets what is in flight finish, and ends run()
// when the last session is gone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include <hapax/model/model.hpp>

namespace hapax::runtime {

/// What the process is told beside the configuration's traffic.
struct Settings {
  std::uint32_t threads = 0;                           ///< 0: the model's, else one per processor
  std::string log_tag = "haproxy";                     ///< what log lines name as their program
  std::string log_host;                                ///< log-send-hostname; empty: none
  model::Nanoseconds hard_stop_after = model::kUnset;  ///< a graceful stop takes at most this long
};

/// Why the proxy cannot start: a line of the configuration, and one sentence.
struct Problem {
  model::Place place;
  std::string message;
};

class Proxy {
 public:
  /// Binds every listener and resolves every server. All problems are found, not only the first, and then nothing
  /// stays open. `model` must outlive the proxy. Starts no thread: a process may fork between open() and run().
  static tl::expected<std::unique_ptr<Proxy>, std::vector<Problem>> open(const model::RoutingModel& model,
                                                                         const Settings& settings);
  virtual ~Proxy() = default;

  /// Serves. Returns the signal that ended it. Signals are blocked in the calling thread from here on.
  virtual int run() = 0;
};

/// What of the model this runtime cannot carry out, each with its line. An empty list: everything.
struct Gap {
  model::Place place;
  std::string what;     ///< "TLS on a bind line"
  bool harmful = true;  ///< traffic would go wrong, or something meant as protection would be missing: refuse to start
};
std::vector<Gap> find_gaps(const model::RoutingModel& model);

}  // namespace hapax::runtime
