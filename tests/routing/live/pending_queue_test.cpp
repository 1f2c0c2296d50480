#include "routing/live/pending_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace hapax::routing {
namespace {

// The queue against a vector sorted by the rule: class, then time modulo 2^20 ms seen from half of that before now,
// then arrival. Priorities are given to one request of so many; 0: to none.
void play(std::uint32_t one_of) {
  std::mt19937 random(3);
  const auto below = [&random](std::uint32_t n) { return static_cast<std::int32_t>(random() % n); };
  std::pmr::unsynchronized_pool_resource memory;
  PendingQueue queue(&memory);
  std::deque<Ticket> tickets;
  std::vector<Ticket*> plain;
  Time now = 3'000'000 * kMillisecond;
  const auto rank = [&now](const Ticket* t) {
    const auto key = static_cast<std::uint32_t>(t->queued_at / kMillisecond + t->priority_offset);
    const auto oldest = static_cast<std::uint32_t>(now / kMillisecond) - (1U << 19);
    return std::pair(t->priority_class, (key - oldest) & 0xFFFFF);
  };
  for (int i = 0; i < 6000; ++i) {
    now += below(3) * kMillisecond;
    if (below(500) == 0) now += 400'000 * kMillisecond;
    if (below(3) > 0 || plain.empty()) {
      Ticket& ticket = tickets.emplace_back();
      ticket.queued_at = now;
      if (one_of > 0 && below(one_of) == 0) {
        ticket.priority_class = static_cast<std::int16_t>(below(3) - 1);
        ticket.priority_offset = below(2) * (below(9) - 4);
      }
      queue.push(ticket);
      plain.push_back(&ticket);
    } else if (below(4) == 0) {
      const auto victim = plain.begin() + below(static_cast<std::uint32_t>(plain.size()));
      queue.remove(**victim);
      plain.erase(victim);
    } else {
      const auto expected =
          std::min_element(plain.begin(), plain.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
      ASSERT_EQ(queue.first(now), *expected) << i;
      queue.remove(**expected);
      plain.erase(expected);
    }
    ASSERT_EQ(queue.size(), plain.size());
  }
  std::stable_sort(plain.begin(), plain.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
  EXPECT_EQ(queue.in_order(now), plain);
}

TEST(PendingQueue, KeepsTheOrderOfClassTimeAndArrival) { play(1); }
TEST(PendingQueue, KeepsTheOrderWhereFewHavePriorities) { play(20); }
TEST(PendingQueue, KeepsTheOrderOfArrivalWherePrioritiesAreNotUsed) { play(0); }

}  // namespace
}  // namespace hapax::routing
