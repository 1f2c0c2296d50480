// Clients that think, ask, wait for the answer, and think again.
//
// Their requests depend on the answers, so they cannot be a trace; the engine asks here what a client does next.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/simulate/scenario.hpp>
#include <hapax/simulate/trace.hpp>
#include <simulate/workload/request_maker.hpp>

namespace hapax::simulate {

class ClosedLoops {
 public:
  /// The closed loops among the workloads.
  ClosedLoops(const std::vector<Workload>& workloads, std::uint64_t seed);

  /// How many clients there are; they are numbered from 0.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(clients_.size()); }
  /// When a client that begins to think at `now` will ask; kNever when its workload is over by then.
  routing::Time asks(std::uint32_t client, routing::Time now);
  /// What it asks, all but the time. Good until the next call.
  const TraceRequest& request(std::uint32_t client);
  /// It has closed its connection and will open another one.
  void reconnect(std::uint32_t client);

 private:
  struct Loop {
    ClosedLoop loop;
    routing::Time duration;
    RequestMaker requests;
    Xoshiro256 random;
  };
  struct Client {
    Loop* loop;
    std::uint64_t number;      // within its loop
    std::uint64_t connection;  // within the run
  };

  std::deque<Loop> loops_;
  std::vector<Client> clients_;
  std::uint64_t connections_ = 0;
  std::string name_;
  TraceRequest line_;
};

}  // namespace hapax::simulate
