#include <hapax/base/fifo.hpp>

#include <deque>
#include <random>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(Fifo, GivesValuesInTheOrderInWhichTheyCame) {
  std::mt19937 random(5);
  Fifo<int> fifo;
  std::deque<int> plain;
  for (int i = 0; i < 20'000; ++i) {
    // It grows for a while and shrinks for a while, so that the ring goes round at every length.
    const bool grows = i / 500 % 2 == 0;
    if (plain.empty() || random() % 3 < (grows ? 2U : 1U)) {
      EXPECT_EQ(fifo.push_back(i), i);
      plain.push_back(i);
    } else if (random() % 4 == 0) {
      fifo.pop_back();
      plain.pop_back();
    } else {
      fifo.pop_front();
      plain.pop_front();
    }
    ASSERT_EQ(fifo.size(), plain.size());
    ASSERT_EQ(fifo.empty(), plain.empty());
    if (plain.empty()) continue;
    ASSERT_EQ(fifo.front(), plain.front());
    ASSERT_EQ(fifo.back(), plain.back());
    const std::size_t place = random() % plain.size();
    ASSERT_EQ(fifo[place], plain[place]);
  }
}

}  // namespace
}  // namespace hapax
