#include <hapax/base/edit_distance.hpp>

#include <array>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(EditDistance, CountsSlipsOfTheHand) {
  EXPECT_EQ(edit_distance("balance", "balance", 4), 0U);
  EXPECT_EQ(edit_distance("balnce", "balance", 4), 1U);
  EXPECT_EQ(edit_distance("blaance", "balance", 4), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 4), 3U);
  EXPECT_EQ(edit_distance("", "abc", 4), 3U);
}

TEST(EditDistance, StopsPastTheLimit) {
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 2), 3U);
}

TEST(Nearest, NamesAPlausibleSlipOnly) {
  constexpr std::array<std::string_view, 4> kNames{"maxconn", "mode", "minconn", "default_backend"};
  EXPECT_EQ(nearest("maxcon", kNames), "maxconn");
  EXPECT_EQ(nearest("mdoe", kNames), "mode");
  EXPECT_EQ(nearest("default-backend", kNames), "default_backend");
  EXPECT_EQ(nearest("xy", kNames), std::nullopt);
  EXPECT_EQ(nearest("proxy_http", kNames), std::nullopt);
}

}  // namespace
}  // namespace hapax
