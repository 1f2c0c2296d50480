// How fast a request is placed and finished, on the live state alone: no rules, no text.
//
// Build with -DHAPAX_BENCH=ON in the release preset, run build/release/tests/routing/place_bench. One core of an AMD
// EPYC, CPU time: roundrobin 20 million pairs a second, leastconn with queues 4 to 5 million.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include <hapax/base/random.hpp>

#include "routing/live/live_state.hpp"

namespace hapax::routing {
namespace {

model::RoutingModel farm(model::BalanceAlgorithm algorithm, std::uint32_t servers, std::int64_t maxconn,
                         Version target) {
  model::RoutingModel model;
  model.target = target;
  model::Proxy& proxy = model.proxies.emplace_back();
  proxy.mode = model::Mode::http;
  proxy.fullconn = 1000;
  proxy.balance.algorithm = algorithm;
  proxy.servers = {0, servers};
  for (std::uint32_t i = 0; i < servers; ++i) {
    model::Server& server = model.servers.emplace_back();
    server.proxy = 0;
    server.id = i + 1;
    server.weight = 1 + i % 4;
    server.maxconn = server.minconn = maxconn;
  }
  return model;
}

/// Keeps `in_flight` requests alive: the oldest is finished, a new one placed, those that leave a queue are served.
void run(benchmark::State& state, const model::RoutingModel& model, std::size_t in_flight) {
  Xoshiro256 random(1);
  Time now = kSecond;
  LiveState live(model, random, now);
  Effects effects;
  std::vector<std::unique_ptr<Transaction>> requests(in_flight);
  for (auto& request : requests) {
    request = std::make_unique<Transaction>();
    live.attach(*request, 0);
    live.place(*request, now, effects, nullptr);
  }
  std::size_t next = 0;
  for (auto _ : state) {
    now += 10 * kMicrosecond;
    Transaction& request = *requests[next];
    live.finish(request.ticket, now, effects);
    request.ticket = {};
    live.attach(request, 0);
    benchmark::DoNotOptimize(live.place(request, now, effects, nullptr));
    effects.clear();
    next = next + 1 == in_flight ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void roundrobin(benchmark::State& state) {
  run(state, farm(model::BalanceAlgorithm::roundrobin, 50, 0, Version::v3_2), 100);
}
void leastconn_queues(benchmark::State& state, Version target) {
  // 50 servers of 4 slots, 300 requests alive: a third of them waits.
  run(state, farm(model::BalanceAlgorithm::leastconn, 50, 4, target), 300);
}
void leastconn_room(benchmark::State& state, Version target) {
  run(state, farm(model::BalanceAlgorithm::leastconn, 50, 4, target), 150);
}
void random_two(benchmark::State& state) {
  run(state, farm(model::BalanceAlgorithm::random, 50, 0, Version::v3_2), 100);
}

BENCHMARK(roundrobin);
BENCHMARK_CAPTURE(leastconn_queues, v2_6, Version::v2_6);
BENCHMARK_CAPTURE(leastconn_queues, v3_2, Version::v3_2);
BENCHMARK_CAPTURE(leastconn_room, v2_6, Version::v2_6);
BENCHMARK_CAPTURE(leastconn_room, v3_2, Version::v3_2);
BENCHMARK(random_two);

}  // namespace
}  // namespace hapax::routing

BENCHMARK_MAIN();
