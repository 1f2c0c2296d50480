#include "runtime/loop/timer.hpp"

#include <gmock/gmock.h>

#include <deque>

#include <hapax/base/random.hpp>

namespace hapax::runtime {
namespace {

TEST(Timer, FiresOnceAtItsDeadline) {
  TimerQueue queue;
  int fired = 0;
  Timer timer(queue, [&] { ++fired; });
  timer.set(10);
  queue.run(9);
  EXPECT_EQ(fired, 0);
  queue.run(10);
  queue.run(20);
  EXPECT_EQ(fired, 1);
  EXPECT_FALSE(timer.armed());
}

TEST(Timer, MovedLaterItFiresLater) {
  TimerQueue queue;
  int fired = 0;
  Timer timer(queue, [&] { ++fired; });
  timer.set(10);
  timer.set(30);
  queue.run(20);
  EXPECT_EQ(fired, 0);
  queue.run(30);
  EXPECT_EQ(fired, 1);
}

TEST(Timer, MovedEarlierItFiresEarlier) {
  TimerQueue queue;
  int fired = 0;
  Timer timer(queue, [&] { ++fired; });
  timer.set(30);
  timer.set(10);
  EXPECT_EQ(queue.next(), 10);
  queue.run(10);
  EXPECT_EQ(fired, 1);
}

TEST(Timer, MayDestroyAnother) {
  TimerQueue queue;
  auto other = std::make_unique<Timer>(queue, [] { FAIL(); });
  Timer timer(queue, [&] { other.reset(); });
  timer.set(1);
  other->set(1);
  other->set(2);
  queue.run(5);
  EXPECT_EQ(queue.next(), routing::kNever);
}

TEST(TimerQueue, FiresInOrderUnderManyMoves) {
  TimerQueue queue;
  Xoshiro256 random(1);
  std::deque<Timer> timers;
  routing::Time now = 0;
  std::vector<routing::Time> deadlines(200, routing::kNever);
  std::size_t fired = 0;
  for (std::size_t i = 0; i < deadlines.size(); ++i) {
    timers.emplace_back(queue, [&, i] {
      EXPECT_LE(deadlines[i], now);
      deadlines[i] = routing::kNever;
      ++fired;
    });
  }
  for (int round = 0; round < 2000; ++round) {
    const std::size_t i = random.next32() % deadlines.size();
    deadlines[i] = random.next32() % 10 == 0 ? routing::kNever : now + random.next32() % 100;
    timers[i].set(deadlines[i]);
    now += random.next32() % 5;
    queue.run(now);
    for (const routing::Time deadline : deadlines) EXPECT_GT(deadline, now);
  }
  EXPECT_GT(fired, 100U);
}

}  // namespace
}  // namespace hapax::runtime
