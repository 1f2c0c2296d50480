#include <simulate/event_queue.hpp>

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/base/random.hpp>

namespace hapax::simulate {
namespace {

template <class Queue>
class EventQueueTest : public testing::Test {};

using Arities = testing::Types<HeapEventQueue<2>, HeapEventQueue<4>, HeapEventQueue<8>>;
TYPED_TEST_SUITE(EventQueueTest, Arities);

TYPED_TEST(EventQueueTest, GivesEqualTimesInTheOrderInWhichTheyCame) {
  TypeParam queue;
  for (std::uint32_t i = 0; i < 100; ++i) queue.push(Event{5, i, 0, 0});
  for (std::uint32_t i = 0; i < 100; ++i) {
    EXPECT_EQ(queue.top().subject, i);
    queue.pop();
  }
  EXPECT_TRUE(queue.empty());
}

TYPED_TEST(EventQueueTest, AgreesWithASortedListUnderRandomUse) {
  Xoshiro256 random(1);
  TypeParam queue;
  std::vector<std::pair<routing::Time, std::uint32_t>> plain;
  for (std::uint32_t step = 0; step < 20'000; ++step) {
    if (plain.empty() || random.next32() % 5 < 3) {
      const auto at = static_cast<routing::Time>(random.next32() % 50);
      queue.push(Event{at, step, 0, 0});
      const auto place = std::upper_bound(plain.begin(), plain.end(), at,
                                          [](routing::Time t, const auto& entry) { return t < entry.first; });
      plain.insert(place, {at, step});
    } else {
      ASSERT_EQ(queue.top().subject, plain.front().second);
      queue.pop();
      plain.erase(plain.begin());
    }
    ASSERT_EQ(queue.size(), plain.size());
  }
}

}  // namespace
}  // namespace hapax::simulate
