#include <hapax/base/first_of_name.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(FirstOfName, KeepsTheFirstValueOfAName) {
  FirstOfName<int> table;
  const auto [one, fresh] = table.emplace("a", 1);
  EXPECT_TRUE(fresh);
  EXPECT_EQ(*one, 1);
  const auto [again, second] = table.emplace("a", 2);
  EXPECT_FALSE(second);
  EXPECT_EQ(*again, 1);
  EXPECT_TRUE(table.emplace("", 3).second);
}

TEST(FirstOfName, LetsTheValueBeReplaced) {
  FirstOfName<int> table;
  *table.emplace("a", 1).first = 7;
  EXPECT_EQ(*table.emplace("a", 2).first, 7);
}

TEST(FirstOfName, KnowsNothingAfterClear) {
  FirstOfName<int> table;
  table.emplace("a", 1);
  table.clear();
  EXPECT_TRUE(table.emplace("a", 2).second);
}

TEST(FirstOfName, KeepsAllOfManyNames) {
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("name-" + std::to_string(i));
  FirstOfName<int> table;
  table.emplace("left over", 0);
  table.clear();
  for (int i = 0; i < 5000; ++i) EXPECT_TRUE(table.emplace(names[static_cast<std::size_t>(i)], i).second);
  for (int i = 0; i < 5000; ++i) EXPECT_EQ(*table.emplace(names[static_cast<std::size_t>(i)], -1).first, i);
  EXPECT_TRUE(table.emplace("left over", 0).second);
}

}  // namespace
}  // namespace hapax
