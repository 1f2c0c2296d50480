#include <hapax/simulate/distribution.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hapax::simulate {
namespace {

double sample_mean(const Distribution& distribution, int count) {
  Xoshiro256 random(42);
  double sum = 0;
  for (int i = 0; i < count; ++i) sum += static_cast<double>(draw(distribution, random));
  return sum / count;
}

TEST(Distribution, HasTheMeanThatItClaims) {
  EXPECT_EQ(sample_mean(Constant{1234}, 10), 1234);
  EXPECT_NEAR(sample_mean(Exponential{1e6}, 400'000) / 1e6, 1, 0.01);
  EXPECT_NEAR(sample_mean(Lognormal{1e6, 0.8}, 400'000) / mean(Lognormal{1e6, 0.8}), 1, 0.01);
  EXPECT_NEAR(sample_mean(Pareto{1e6, 3}, 400'000) / mean(Pareto{1e6, 3}), 1, 0.01);
  EXPECT_NEAR(sample_mean(Empirical{{100, 200, 600}}, 400'000) / 300, 1, 0.01);
}

TEST(Distribution, HasNoFiniteMeanForAHeavyPareto) { EXPECT_TRUE(std::isinf(mean(Pareto{1, 1}))); }

TEST(Distribution, NeverGivesNegativeOrEndlessTimes) {
  Xoshiro256 random(3);
  for (int i = 0; i < 100'000; ++i) {
    const routing::Time heavy = draw(Pareto{1e9, 0.05}, random);
    ASSERT_GE(heavy, 0);
    ASSERT_LT(heavy, std::numeric_limits<routing::Time>::max() / 2);
  }
}

TEST(Distribution, RepeatsItselfForASeed) {
  Xoshiro256 a(9);
  Xoshiro256 b(9);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(draw(Lognormal{1e6, 1}, a), draw(Lognormal{1e6, 1}, b));
}

}  // namespace
}  // namespace hapax::simulate
