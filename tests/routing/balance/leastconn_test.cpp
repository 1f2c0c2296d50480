#include <gtest/gtest.h>

#include <map>
#include <random>

#include "bench_backend.hpp"
#include "routing/balance/xorshift.hpp"

namespace hapax::routing {
namespace {

const model::Balance kLeastconn = balance_by(model::BalanceAlgorithm::leastconn);

void serve(BenchBackend& bench, Algorithm& algorithm, model::Index server, int more) {
  bench.server(server).served += static_cast<std::uint32_t>(more);
  algorithm.load_changed(server);
}

TEST(LeastConn, IdleServersRotateWhateverTheirWeights) {
  BenchBackend bench({100, 1, 50}, kLeastconn);
  const auto algorithm = make_leastconn(bench.backend());
  std::string order;
  for (int i = 0; i < 6; ++i) {
    const model::Index chosen = bench.choose(*algorithm);
    order += static_cast<char>('a' + chosen);
    serve(bench, *algorithm, chosen, 1);
    serve(bench, *algorithm, chosen, -1);
  }
  EXPECT_EQ(order, "abcabc");
}

TEST(LeastConn, LoadCountsByWeight) {
  BenchBackend bench({2, 1}, kLeastconn);
  const auto algorithm = make_leastconn(bench.backend());
  std::string order;
  for (int i = 0; i < 8; ++i) {
    const model::Index chosen = bench.choose(*algorithm);
    order += static_cast<char>('a' + chosen);
    serve(bench, *algorithm, chosen, 1);
  }
  // Keys after each: (load + 1) / weight, 0 when idle.
  EXPECT_EQ(order, "abaabaab");
}

TEST(LeastConn, WaitsWhenAllAreFullButUsesMaxqueue) {
  BenchBackend bench({1, 1}, kLeastconn);
  for (model::Index i = 0; i < 2; ++i) bench.server(i).maxconn = bench.server(i).minconn = bench.server(i).served = 1;
  const auto algorithm = make_leastconn(bench.backend());
  EXPECT_EQ(bench.choose(*algorithm), model::kNone);
  bench.server(1).maxqueue = 1;
  EXPECT_EQ(bench.choose(*algorithm), 1U);
  EXPECT_EQ(bench.choose(*algorithm, 1), 1U) << "the avoided server if there is no other";
}

// The rule itself, by a scan over all servers: least key, then longest in place.
TEST(LeastConn, AgreesWithAScan) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::vector<std::uint32_t> weights(2 + below(9));
    for (std::uint32_t& weight : weights) weight = 1 + below(5);
    BenchBackend bench(weights, kLeastconn);
    const auto algorithm = make_leastconn(bench.backend());
    std::vector<std::pair<std::uint32_t, std::uint64_t>> rank(weights.size());  // key, when it got there
    std::uint64_t tick = 0;
    for (auto& r : rank) r = {0, tick++};
    for (int i = 0; i < 400; ++i) {
      const model::Index s = below(static_cast<std::uint32_t>(weights.size()));
      if (below(3) == 0 && bench.server(s).served > 0) {
        serve(bench, *algorithm, s, -1);
      } else {
        const model::Index chosen = bench.choose(*algorithm);
        const auto best = static_cast<model::Index>(std::min_element(rank.begin(), rank.end()) - rank.begin());
        ASSERT_EQ(chosen, best) << "seed " << seed << ", step " << i;
        serve(bench, *algorithm, chosen, 1);
      }
      for (model::Index k = 0; k < weights.size(); ++k) {
        const std::uint32_t load = bench.server(k).served;
        const std::uint32_t key = load == 0 ? 0 : (load + 1) * 4096 / bench.server(k).weight;
        if (key != rank[k].first) rank[k] = {key, tick++};
      }
    }
  }
}

TEST(LeastConnSpread, ChoosesUniformlyAmongTheLeastLoadedWithRoom) {
  BenchBackend bench({1, 1, 1, 1}, kLeastconn, Version::v3_2);
  Xorshift32 random;
  const auto algorithm = make_leastconn_spread(bench.backend(), random);
  bench.server(1).maxconn = bench.server(1).minconn = 1;
  bench.server(1).served = 1;  // full, and still standing among the idle ones
  serve(bench, *algorithm, 3, 1);
  std::map<model::Index, int> hits;
  for (int i = 0; i < 4000; ++i) ++hits[bench.choose(*algorithm)];
  EXPECT_EQ(hits.size(), 2U);
  EXPECT_NEAR(hits[0], 2000, 150);
  EXPECT_NEAR(hits[2], 2000, 150);
}

TEST(LeastConnSpread, FallsBackToTheAvoidedServer) {
  BenchBackend bench({1}, kLeastconn, Version::v3_2);
  Xorshift32 random;
  const auto algorithm = make_leastconn_spread(bench.backend(), random);
  EXPECT_EQ(bench.choose(*algorithm, 0), 0U);
}

}  // namespace
}  // namespace hapax::routing
