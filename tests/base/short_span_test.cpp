#include <hapax/base/short_span.hpp>

#include <array>
#include <numeric>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace hapax {
namespace {

static_assert(sizeof(ShortSpan<int>) == 8);

TEST(ShortSpan, IsEmptyUntilItIsGivenAList) {
  const ShortSpan<int> none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.begin(), none.end());
  EXPECT_EQ(std::span<const int>(none).data(), nullptr);
}

TEST(ShortSpan, ReadsAsTheSpanThatItWasMadeFrom) {
  const std::array<int, 4> list = {3, 1, 4, 1};
  const ShortSpan<int> span = std::span<const int>(list);
  EXPECT_EQ(span.size(), 4U);
  EXPECT_EQ(span.data(), list.data());
  EXPECT_EQ(span.front(), 3);
  EXPECT_EQ(span.back(), 1);
  EXPECT_EQ(span[2], 4);
  EXPECT_EQ(std::accumulate(span.begin(), span.end(), 0), 9);
  EXPECT_EQ(span.first(2).size(), 2U);
  EXPECT_EQ(span.subspan(3).data(), list.data() + 3);
  EXPECT_EQ(span.subspan(4).size(), 0U);
  const std::span<const int> whole = span;
  EXPECT_EQ(whole.data(), list.data());
  EXPECT_EQ(whole.size(), list.size());
}

TEST(ShortSpan, KeepsTheAddressBesideTheGreatestSize) {
  const std::vector<char> list(65535, 'x');
  const ShortSpan<char> span = std::span<const char>(list);
  EXPECT_EQ(span.data(), list.data());
  EXPECT_EQ(span.size(), list.size());
  const auto on_the_stack = 'y';
  EXPECT_EQ(ShortSpan<char>(std::span<const char>(&on_the_stack, 1)).data(), &on_the_stack);
}

}  // namespace
}  // namespace hapax
