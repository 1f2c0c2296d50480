#include "routing/balance/ordered_servers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <hapax/base/random.hpp>

namespace hapax::routing {
namespace {

using Plain = std::vector<std::pair<std::uint32_t, model::Index>>;

void insert(Plain& plain, std::uint32_t key, model::Index server) {
  const auto behind =
      std::upper_bound(plain.begin(), plain.end(), key, [](std::uint32_t k, const auto& e) { return k < e.first; });
  plain.insert(behind, {key, server});
}

Plain entries_of(const OrderedServers& order) {
  Plain result;
  for (const OrderedServers::Entry& entry : order) result.emplace_back(entry.key, entry.server);
  return result;
}

// Few keys, so that there are many equals; and phases in which servers mostly go to one end, so that room runs out
// there.
TEST(OrderedServers, AgreeWithAPlainSortedListUnderRandomUse) {
  Xoshiro256 random(1);
  const auto below = [&](std::uint32_t n) { return random.next32() % n; };
  for (int round = 0; round < 50; ++round) {
    OrderedServers order;
    Plain plain;
    std::vector<std::pair<std::uint32_t, model::Index>> inside;
    model::Index next = 0;
    for (int step = 0; step < 400; ++step) {
      const std::uint32_t key = step / 100 % 2 == 0 ? below(6) : static_cast<std::uint32_t>(step);
      if (inside.empty() || below(10) < 3) {
        order.insert(key, next);
        insert(plain, key, next);
        inside.emplace_back(key, next++);
      } else {
        const std::size_t which = below(static_cast<std::uint32_t>(inside.size()));
        const auto [old_key, server] = inside[which];
        plain.erase(std::find(plain.begin(), plain.end(), inside[which]));
        if (below(10) < 2) {
          order.erase(old_key, server);
          inside.erase(inside.begin() + static_cast<std::ptrdiff_t>(which));
        } else {
          order.move(old_key, key, server);
          insert(plain, key, server);
          inside[which].first = key;
        }
      }
      ASSERT_EQ(entries_of(order), plain) << "round " << round << ", step " << step;
      if (plain.empty()) continue;
      const auto equals = static_cast<std::size_t>(
          std::count_if(plain.begin(), plain.end(), [&](const auto& e) { return e.first == plain[0].first; }));
      ASSERT_EQ(order.end_of_equals(order.begin()), order.begin() + equals);
    }
  }
}

}  // namespace
}  // namespace hapax::routing
