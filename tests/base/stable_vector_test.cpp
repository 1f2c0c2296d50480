#include <hapax/base/stable_vector.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(StableVector, KeepsElementsWhereTheyAre) {
  StableVector<int> numbers;
  EXPECT_TRUE(numbers.empty());
  std::vector<int*> places;
  for (int i = 0; i < 1000; ++i) {
    int& fresh = numbers.emplace_back();
    EXPECT_EQ(fresh, 0);
    fresh = i;
    places.push_back(&fresh);
  }
  ASSERT_EQ(numbers.size(), 1000U);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(&numbers[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(i)]);
    EXPECT_EQ(*places[static_cast<std::size_t>(i)], i);
  }
}

}  // namespace
}  // namespace hapax
