#include <hapax/simulate/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <simulate/exponential.hpp>

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

TEST(Distribution, OfExponentialTimesFollowsItsCurve) {
  // Kolmogorov and Smirnov's distance of a million draws; 1.95 / sqrt(n) is exceeded once in a thousand.
  constexpr std::size_t kCount = 1'000'000;
  Xoshiro256 random(11);
  std::vector<double> values(kCount);
  for (double& value : values) value = static_cast<double>(draw(Exponential{1e12}, random)) / 1e12;
  std::sort(values.begin(), values.end());
  double distance = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double below = 1 - std::exp(-values[i]);
    distance =
        std::max({distance, below - static_cast<double>(i) / kCount, static_cast<double>(i + 1) / kCount - below});
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(kCount));
  // The tail, which has a layer of its own: beyond 7.7 lie 454 of a million, beyond 10 lie 45.
  const auto beyond = [&](double x) { return values.end() - std::upper_bound(values.begin(), values.end(), x); };
  EXPECT_NEAR(static_cast<double>(beyond(7.7)), 453, 4 * 21);
  EXPECT_NEAR(static_cast<double>(beyond(10)), 45, 4 * 7);
}

TEST(ExponentialLayers, HaveEqualAreas) {
  const ExponentialLayers& layers = kExponentialLayers;
  for (std::size_t i = 1; i < ExponentialLayers::kLayers; ++i) {
    EXPECT_NEAR(layers.height[i], std::exp(-layers.end[i]), 1e-13) << i;
    EXPECT_NEAR(layers.end[i] * (layers.height[i + 1] - layers.height[i]), ExponentialLayers::kArea, 1e-12) << i;
  }
  EXPECT_NEAR(layers.end[0] * layers.height[1], ExponentialLayers::kArea, 1e-12);
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
