#include <simulate/refused_clients.hpp>

#include <gtest/gtest.h>

namespace hapax::simulate {
namespace {

routing::Address client(std::uint32_t number) {
  routing::Address address;
  address.family = routing::Address::Family::ipv4;
  address.bytes = {192, 0, static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)};
  return address;
}

TEST(RefusedClients, CountsExactlyWhileThereIsRoom) {
  RefusedClients clients;
  for (std::uint32_t round = 0; round < 100; ++round) {
    for (std::uint32_t i = round; i < 100; ++i) clients.add(client(i), round);
  }
  const auto most = clients.most(3);
  ASSERT_EQ(most.size(), 3U);
  EXPECT_EQ(most[0].address, "192.0.0.99");
  EXPECT_EQ(most[0].count, 100U);
  EXPECT_EQ(most[0].excess, 0U);
  EXPECT_EQ(most[0].first, 0);
  EXPECT_EQ(most[0].last, 99);
  EXPECT_EQ(most[1].count, 99U);
  EXPECT_EQ(most[2].address, "192.0.0.97");
}

TEST(RefusedClients, FindsTheFrequentAmongMoreClientsThanCounters) {
  RefusedClients clients;
  std::uint32_t stranger = 300;
  for (int i = 0; i < 2000; ++i) {
    clients.add(client(1), i);
    if (i % 2 == 0) clients.add(client(2), i);
    for (int k = 0; k < 5; ++k) clients.add(client(stranger++), i);
  }
  const auto most = clients.most(2);
  ASSERT_EQ(most.size(), 2U);
  EXPECT_EQ(most[0].address, "192.0.0.1");
  EXPECT_EQ(most[1].address, "192.0.0.2");
  for (const RefusedClient& found : most) {
    const std::uint64_t truth = found.address == "192.0.0.1" ? 2000 : 1000;
    EXPECT_GE(found.count, truth);
    EXPECT_LE(found.count - found.excess, truth);
  }
}

}  // namespace
}  // namespace hapax::simulate
