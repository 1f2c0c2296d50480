#include <simulate/event_queue.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/base/random.hpp>

namespace hapax::simulate {
namespace {

template <class Queue>
class EventQueueTest : public testing::Test {};

using Queues = testing::Types<HeapEventQueue<2>, HeapEventQueue<4>, HeapEventQueue<8>, EventQueue>;
TYPED_TEST_SUITE(EventQueueTest, Queues);

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
    ASSERT_EQ(queue.empty(), plain.empty());
  }
}

// Takes the earliest of `count` events `steps` times, each time putting one back `ahead()` later, in the queue and in a
// sorted list; returns how many times they differed.
template <class Ahead>
std::size_t hold(EventQueue& queue, std::set<std::pair<routing::Time, std::uint32_t>>& plain, std::uint32_t& made,
                 std::size_t count, std::size_t steps, Ahead ahead) {
  std::size_t different = 0;
  routing::Time now = plain.empty() ? 0 : plain.begin()->first;
  const auto push = [&] {
    const routing::Time at = now + ahead();
    plain.emplace(at, made);
    queue.push(Event{at, made++, 0, 0});
  };
  for (std::size_t step = 0; step < steps; ++step) {
    while (plain.size() <= count) push();
    do {
      const auto [at, subject] = *plain.begin();
      different += queue.next() != at || queue.top().at != at || queue.top().subject != subject ? 1 : 0;
      now = at;
      queue.pop();
      plain.erase(plain.begin());
    } while (plain.size() > count);
  }
  return different;
}

TEST(EventQueue, KeepsTheOrderWhenTimesAreSpreadOtherwiseThanBefore) {
  Xoshiro256 random(2);
  EventQueue queue;
  std::set<std::pair<routing::Time, std::uint32_t>> plain;
  std::uint32_t made = 0;
  const auto spread = [&](double mean) {
    return [&random, mean] { return static_cast<routing::Time>(-mean * std::log(1 - random.uniform())); };
  };
  for (const double mean : {1e7, 1e3, 1e11, 1e5, 0.5}) {
    for (const std::size_t count : {1, 200, 9'000, 3}) {
      EXPECT_EQ(hold(queue, plain, made, count, 12'000, spread(mean)), 0U) << count << " events, mean " << mean;
    }
  }
  // Milliseconds, seconds and hours side by side.
  const auto mixed = [&] {
    constexpr std::array<routing::Time, 4> kUnits = {1'000, 1'000'000, 1'000'000'000, 3'600'000'000'000};
    return kUnits[random.next32() % 4] * static_cast<routing::Time>(random.next32() % 9);
  };
  EXPECT_EQ(hold(queue, plain, made, 3'000, 100'000, mixed), 0U);
}

TEST(EventQueue, TakesTimeoutsAndEventsInTurn) {
  EventQueue queue;
  const auto never = [](const Event& /*event*/) { return false; };
  queue.push_timeout(Event{500, 1, 0, 0}, 500, never);
  queue.push(Event{300, 2, 0, 0});
  queue.push(Event{500, 3, 0, 0});
  queue.push(Event{900'000'000'000, 4, 0, 0});
  queue.push_timeout(Event{700'000'000'000, 5, 0, 0}, 700'000'000'000, never);
  std::vector<std::uint32_t> order;
  for (; !queue.empty(); queue.pop()) order.push_back(queue.top().subject);
  EXPECT_EQ(order, (std::vector<std::uint32_t>{2, 1, 3, 5, 4}));
}

// Events and timeouts of three durations, of which many become pointless, against a list that is searched. A timeout
// that is pointless may come or be dropped; all others come in their turn.
TEST(EventQueue, TakesWhatIsStillMeantInTurn) {
  std::mt19937 random(11);
  EventQueue queue;
  struct Meant {
    routing::Time at;
    std::uint32_t subject;
  };
  std::vector<Meant> meant;
  std::vector<bool> pointless;
  routing::Time now = 0;
  std::uint32_t taken = 0;
  for (int i = 0; i < 30'000; ++i) {
    const auto subject = static_cast<std::uint32_t>(pointless.size());
    if (queue.empty() || random() % 2 == 0) {
      pointless.push_back(false);
      if (random() % 2 == 0) {
        const routing::Time at = now + static_cast<routing::Time>(random() % 400);
        queue.push(Event{at, subject, 0, 0});
        meant.push_back({at, subject});
      } else {
        const routing::Time duration = std::array{100, 300, 5000}[random() % 3];
        queue.push_timeout(Event{now + duration, subject, 0, 1}, duration,
                           [&](const Event& event) { return pointless[event.subject]; });
        meant.push_back({now + duration, subject});
        if (random() % 4 != 0) {
          pointless[subject] = true;
          meant.pop_back();
        }
      }
      continue;
    }
    const Event event = queue.top();
    ASSERT_EQ(queue.next(), event.at);
    queue.pop();
    ASSERT_GE(event.at, now);
    now = event.at;
    if (pointless[event.subject]) continue;
    const auto first = std::min_element(meant.begin(), meant.end(), [](const Meant& a, const Meant& b) {
      return a.at != b.at ? a.at < b.at : a.subject < b.subject;
    });
    ASSERT_EQ(event.subject, first->subject) << "at " << now;
    meant.erase(first);
    ++taken;
  }
  EXPECT_GT(taken, 5000U);
}

TEST(EventQueue, ForgetsTheFirstTimeoutWhenItIsPointless) {
  EventQueue queue;
  queue.push_timeout(Event{500, 1, 0, 0}, 500, [](const Event& /*event*/) { return false; });
  EXPECT_EQ(queue.push_timeout(Event{600, 2, 0, 0}, 500, [](const Event& event) { return event.subject == 1; }), 1U);
  EXPECT_EQ(queue.next(), 600);
  EXPECT_EQ(queue.top().subject, 2U);
}

}  // namespace
}  // namespace hapax::simulate
