#include "routing/balance/ring.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bench_backend.hpp"
#include "routing/balance/hash_functions.hpp"
#include "routing/balance/ring_seed.hpp"

namespace hapax::routing {
namespace {

model::Balance consistent() {
  model::Balance balance = balance_by(model::BalanceAlgorithm::hash);
  balance.hash_method = model::HashMethod::consistent;
  return balance;
}

TEST(RingSeed, FirstNodesOfSmallIds) {
  model::Server server;
  const auto node = [&server](std::uint32_t id, std::uint32_t k) {
    server.id = id;
    return mix(ring_seed(server, Version::v3_4) + k);
  };
  EXPECT_EQ(node(1, 0), 0x49c2008bU);
  EXPECT_EQ(node(1, 1), 0xa4972c87U);
  EXPECT_EQ(node(1, 2), 0xb5417c4aU);
  EXPECT_EQ(node(2, 0), 0x405afe73U);
  EXPECT_EQ(node(3, 1), 0x6eeb9e3bU);
  EXPECT_EQ(node((1U << 20) + 1, 0), node(1, 0)) << "ids count modulo 2^20";
}

TEST(RingSeed, ByAddressPortIdAndGuid) {
  model::Server server;
  server.id = 1;
  server.address.host = "127.0.1.1";
  server.address.port = 19001;
  server.hash_key = model::HashKey::addr;
  EXPECT_EQ(ring_seed(server, Version::v3_4), 0xebb8df07U);
  server.hash_key = model::HashKey::addr_port;
  EXPECT_EQ(ring_seed(server, Version::v3_4), 0xcd2e8193U);
  server.hash_key = model::HashKey::id32;
  EXPECT_EQ(ring_seed(server, Version::v3_4), 0xec04b54dU);
  server.hash_key = model::HashKey::guid;
  EXPECT_EQ(ring_seed(server, Version::v3_4), 4096U);
  server.address.host = "2001:db8::1";
  server.hash_key = model::HashKey::addr;
  EXPECT_EQ(ring_seed(server, Version::v3_4), 0x0a4d51c7U);
}

TEST(RingSeed, OfAnIdIsSpreadIn30Only) {
  model::Server server;
  server.id = 1;
  for (const Version target : kTargets) {
    EXPECT_EQ(ring_seed(server, target), target == Version::v3_0 ? 0x348681b6U : 4096U) << to_string(target);
  }
  server.hash_key = model::HashKey::addr;
  server.address.host = "backend.example";
  EXPECT_EQ(ring_seed(server, Version::v3_0), 0x348681b6U) << "no numeric address: by id";
}

// The nearest node by a scan over all of them.
model::Index nearest(BenchBackend& bench, std::uint32_t hash) {
  std::uint64_t best_distance = ~std::uint64_t{0};
  model::Index best = model::kNone;
  for (const ServerLive& server : bench.backend().servers) {
    if (!server.usable) continue;
    for (std::uint32_t k = 0; k < server.weight; ++k) {
      const std::uint32_t key = mix(server.config->id * 4096 + k);
      const std::uint64_t distance = std::min(key - hash, hash - key);  // of two, the node before wins
      if (distance < best_distance || (distance == best_distance && hash - key < key - hash)) {
        best_distance = distance;
        best = server.position;
      }
    }
  }
  return best;
}

TEST(Ring, LooksUpTheNearestNodeAfterAnyChange) {
  BenchBackend bench({1, 2, 3, 0}, consistent());
  Ring ring(bench.backend());
  std::mt19937 random(7);
  for (int i = 0; i < 400; ++i) {
    const auto s = static_cast<model::Index>(random() % 4);
    ServerLive& server = bench.server(s);
    const bool was = server.usable;
    const std::uint32_t old = server.weight;
    server.user_weight = random() % 4;
    server.weight = server.user_weight * 16;
    server.usable = server.weight > 0 && random() % 3 > 0;
    bench.recount();
    if (was && !server.usable) ring.went_down(s, old);
    if (!was && server.usable) ring.came_up(s);
    if (was && server.usable && old != server.weight) ring.reweighted(s, old);
    if (bench.backend().totals.weight == 0) continue;
    const auto hash = static_cast<std::uint32_t>(random());
    ASSERT_EQ(ring.lookup(hash, {bench.transaction(), 0, model::kNone, nullptr}), nearest(bench, hash)) << i;
  }
}

TEST(Ring, AvoidsAServerWhileThereIsAnother) {
  BenchBackend bench({1, 1}, consistent());
  const Ring ring(bench.backend());
  for (std::uint32_t i = 0; i < 50; ++i) {
    EXPECT_EQ(ring.lookup(mix(i), {bench.transaction(), 0, 0, nullptr}), 1U);
  }
  BenchBackend alone({1}, consistent());
  EXPECT_EQ(Ring(alone.backend()).lookup(5, {alone.transaction(), 0, 0, nullptr}), 0U);
}

TEST(Ring, RoundRobinWalksNodeByNode) {
  BenchBackend bench({1, 1}, consistent());
  Ring ring(bench.backend());
  std::vector<std::pair<std::uint32_t, model::Index>> nodes;
  for (model::Index s = 0; s < 2; ++s) {
    for (std::uint32_t k = 0; k < 16; ++k) nodes.emplace_back(mix((s + 1) * 4096 + k), s);
  }
  std::sort(nodes.begin(), nodes.end());
  for (int round = 0; round < 2; ++round) {
    for (const auto& node : nodes) {
      EXPECT_EQ(ring.take({bench.transaction(), 0, model::kNone, nullptr}), node.second);
    }
  }
}

TEST(Ring, BoundedLoadPassesOverServersAtTheirShare) {
  model::Balance balance = consistent();
  balance.balance_factor = 150;
  BenchBackend bench({1, 1}, balance);
  const Ring ring(bench.backend());
  const Choice choice{bench.transaction(), 0, model::kNone, nullptr};
  const model::Index own = ring.lookup(42, choice);
  bench.server(own).served = 5;
  bench.backend().served = 5;  // share of each: 6 * 1.5 / 2 = 4.5
  EXPECT_EQ(ring.lookup(42, choice), 1 - own);
}

TEST(Ring, PreserveAffinitySetsFullServersAside) {
  model::Balance balance = consistent();
  balance.affinity = model::HashAffinity::maxconn;
  BenchBackend bench({1, 1}, balance, Version::v3_2);
  const Ring ring(bench.backend());
  const Choice choice{bench.transaction(), 0, model::kNone, nullptr};
  const model::Index own = ring.lookup(42, choice);
  bench.server(own).maxconn = bench.server(own).minconn = bench.server(own).served = 2;
  EXPECT_EQ(ring.lookup(42, choice), 1 - own);
  bench.proxy().balance.affinity = model::HashAffinity::always;
  EXPECT_EQ(ring.lookup(42, choice), own);
}

}  // namespace
}  // namespace hapax::routing
