#include <simulate/workload/closed_loops.hpp>

#include <fmt/format.h>

namespace hapax::simulate {
namespace {

constexpr std::uint64_t kStride = 0x9E3779B97F4A7C15;

}  // namespace

ClosedLoops::ClosedLoops(const std::vector<Workload>& workloads, std::uint64_t seed) {
  for (const Workload& workload : workloads) {
    seed += kStride;
    const auto* const loop = std::get_if<ClosedLoop>(&workload.arrivals);
    if (loop == nullptr) continue;
    Loop& entry = loops_.emplace_back(Loop{*loop, workload.duration, RequestMaker(workload), Xoshiro256(seed)});
    for (std::uint32_t i = 0; i < loop->clients; ++i) clients_.push_back({&entry, i, ++connections_});
  }
}

routing::Time ClosedLoops::asks(std::uint32_t client, routing::Time now) {
  Loop& loop = *clients_[client].loop;
  const routing::Time at = now + draw(loop.loop.think, loop.random);
  return at < loop.duration ? at : routing::kNever;
}

const TraceRequest& ClosedLoops::request(std::uint32_t client) {
  const Client& who = clients_[client];
  ++line_.line;
  name_.clear();
  if (who.loop->loop.keep_alive) name_ = fmt::format("closed {}", who.connection);
  line_.connection = name_;
  who.loop->requests.make(line_, who.loop->random, who.number);
  return line_;
}

void ClosedLoops::reconnect(std::uint32_t client) { clients_[client].connection = ++connections_; }

}  // namespace hapax::simulate
