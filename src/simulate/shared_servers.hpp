// Servers whose requests share the processor.
//
// Egalitarian processor sharing: n requests on a server of c cores each run at the speed min(1, c / n). In a time that
// runs at that same speed (the server's own), a request that comes at v and needs s ends at v + s whoever else comes
// and goes, so a server keeps its requests in the order of v + s and only the first one's end is an event. See L.
// Kleinrock, "Queueing Systems II", section 4.4.
//
// The server's own time restarts at 0 whenever it runs empty, which keeps its resolution below a nanosecond for busy
// periods of a hundred days.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include <hapax/model/common.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::simulate {

class SharedServers {
 public:
  /// `cores` by server; 0 where requests do not share.
  explicit SharedServers(std::vector<double> cores);

  [[nodiscard]] bool shares(model::Index server) const { return any_ && servers_[server].cores > 0; }
  /// A job that needs `work` when it runs alone begins.
  void begin(model::Index server, std::uint32_t job, routing::Time work, routing::Time now);
  /// A job ends, whether its work is done or not.
  void end(model::Index server, std::uint32_t job, routing::Time now);
  /// When the next job will be done if nobody comes or goes; kNever when there is none.
  [[nodiscard]] routing::Time next_end(model::Index server) const;
  /// Which job that is.
  [[nodiscard]] std::uint32_t next_job(model::Index server) const { return servers_[server].jobs.begin()->second; }

 private:
  struct Server {
    double cores = 0;
    double own_time = 0;
    routing::Time since = 0;
    std::set<std::pair<double, std::uint32_t>> jobs;  // by the own time at which they are done
    [[nodiscard]] double speed() const;
    void advance(routing::Time now);
  };

  std::vector<Server> servers_;
  std::vector<double> done_at_;  // by job
  bool any_ = false;             // servers that share
};

}  // namespace hapax::simulate
