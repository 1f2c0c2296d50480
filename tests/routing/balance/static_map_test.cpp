#include "routing/balance/static_map.hpp"

#include <gtest/gtest.h>

#include "bench_backend.hpp"

namespace hapax::routing {
namespace {

const model::Balance kStatic = balance_by(model::BalanceAlgorithm::static_rr);

std::string slots(BenchBackend& bench) {
  const StaticMap map(bench.backend());
  std::string text;
  for (std::uint32_t i = 0; i < bench.backend().totals.weight; ++i) {
    text += static_cast<char>('a' + map.lookup(i));
  }
  return text;
}

TEST(StaticMap, SpreadsByWeight) {
  BenchBackend bench({3, 2, 1}, kStatic);
  EXPECT_EQ(slots(bench), "aababc");
}

TEST(StaticMap, ReducesWeightsByTheirCommonDivisor) {
  BenchBackend bench({100, 50, 0}, kStatic);
  EXPECT_EQ(slots(bench), "aab");
}

TEST(StaticMap, EverySlotCountIsTheWeight) {
  for (std::uint32_t a = 0; a <= 4; ++a) {
    for (std::uint32_t b = 0; b <= 4; ++b) {
      for (std::uint32_t c = 0; c <= 4; ++c) {
        BenchBackend bench({a, b, c}, kStatic);
        const std::string text = slots(bench);
        for (model::Index i = 0; i < 3; ++i) {
          EXPECT_EQ(std::count(text.begin(), text.end(), static_cast<char>('a' + i)), bench.server(i).weight) << text;
        }
      }
    }
  }
}

// Without allbackups the table has the size of the first backup's weight, but the others compete for its slots.
TEST(StaticMap, SeveralBackupsOfDifferentWeightsShareTheFirstOnesSlots) {
  BenchBackend bench({3, 5}, kStatic, Version::v2_6, {true, true});
  EXPECT_EQ(slots(bench), "abb");
  BenchBackend equal({4, 4}, kStatic, Version::v2_6, {true, true});
  EXPECT_EQ(slots(equal), "a");
}

TEST(StaticRoundRobin, PassesFullServersAndKeepsItsCursor) {
  BenchBackend bench({1, 1, 1}, kStatic);
  const auto algorithm = make_static_rr(bench.backend());
  EXPECT_EQ(letters(bench, *algorithm, 4), "abca");
  bench.server(1).maxconn = bench.server(1).minconn = bench.server(1).served = 1;
  EXPECT_EQ(letters(bench, *algorithm, 3), "cac");
  bench.change(*algorithm, 2, false, 1);
  EXPECT_EQ(letters(bench, *algorithm, 2), "aa");
}

TEST(StaticRoundRobin, PrefersAnyOtherToTheAvoidedServer) {
  BenchBackend bench({1, 1}, kStatic);
  const auto algorithm = make_static_rr(bench.backend());
  EXPECT_EQ(bench.choose(*algorithm, 0), 1U);
  EXPECT_EQ(bench.choose(*algorithm, 0), 1U);
}

}  // namespace
}  // namespace hapax::routing
