#include <gtest/gtest.h>

#include <map>
#include <utility>

#include <hapax/base/random.hpp>
#include <simulate/trace/reorder_queue.hpp>

namespace hapax::simulate {
namespace {

// A request for each line, by time and line: what the queue is to give out.
class Expected {
 public:
  void push(routing::Time t, std::uint64_t line, std::uint32_t slot) { slots_.emplace(std::pair(t, line), slot); }
  std::uint32_t pop() {
    const std::uint32_t slot = slots_.begin()->second;
    slots_.erase(slots_.begin());
    return slot;
  }

 private:
  std::map<std::pair<routing::Time, std::uint64_t>, std::uint32_t> slots_;
};

// Holds back `held` requests that begin up to `spread` before a clock that goes on by up to `step` from line to line.
void expect_order(std::uint64_t seed, std::uint32_t held, routing::Time spread, routing::Time step,
                  routing::Time unit) {
  Xoshiro256 random(seed);
  ReorderQueue queue;
  Expected expected;
  routing::Time clock = 1'800'000'000 * routing::kSecond;
  std::uint32_t slot = 0;
  for (std::uint64_t line = 1; line < 1500; ++line) {
    clock += static_cast<routing::Time>(random.next64() % static_cast<std::uint64_t>(step));
    const auto before = static_cast<routing::Time>(random.next64() % static_cast<std::uint64_t>(spread));
    const routing::Time t = (clock - before) / unit * unit;
    queue.push(t, line, slot);
    expected.push(t, line, slot);
    slot = queue.size() < held ? static_cast<std::uint32_t>(queue.size()) : queue.pop();
    if (line < held) continue;
    ASSERT_EQ(slot, expected.pop()) << "seed " << seed << ", line " << line;
  }
  while (!queue.empty()) ASSERT_EQ(queue.pop(), expected.pop()) << "seed " << seed;
}

TEST(ReorderQueue, GivesOutTheEarliestAndAmongEqualsTheOneReadFirst) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    expect_order(seed, 100, 50 * routing::kMillisecond, routing::kMillisecond, routing::kMillisecond);
  }
}

TEST(ReorderQueue, TakesTimesFromBeforeWhatWasGivenOut) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    expect_order(seed, 10, 500 * routing::kMillisecond, routing::kMillisecond, routing::kMillisecond);
  }
}

TEST(ReorderQueue, TakesTimesThatLieFarApart) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    expect_order(seed, 50, 200 * routing::kSecond, 30 * routing::kSecond, routing::kMillisecond);
    expect_order(seed, 3, routing::kSecond, 300 * routing::kSecond, routing::kMillisecond);
  }
}

TEST(ReorderQueue, TakesTimesFinerThanMilliseconds) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    expect_order(seed, 100, 50 * routing::kMillisecond, routing::kMillisecond, 250 * routing::kMicrosecond);
  }
}

}  // namespace
}  // namespace hapax::simulate
