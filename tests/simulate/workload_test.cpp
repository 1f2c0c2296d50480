// What workloads make has the rates and shares that were asked for. Seeds are fixed; bounds are five standard
// deviations.

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include <hapax/simulate/simulator.hpp>
#include <simulate/workload/random_number.hpp>

namespace hapax::simulate {
namespace {

constexpr routing::Time kSecond = routing::kSecond;

Workload workload(Arrivals arrivals, routing::Time duration) {
  Workload result;
  result.duration = duration;
  result.arrivals = std::move(arrivals);
  return result;
}

// How many requests come in each `width` of the workload.
std::vector<double> counts(const Workload& of, routing::Time width) {
  std::vector<double> result(static_cast<std::size_t>((of.duration + width - 1) / width));
  const auto trace = generate(of, 11);
  TraceRequest request;
  routing::Time last = 0;
  while (trace->next(request).value_or(false)) {
    EXPECT_GE(request.t, last);
    last = request.t;
    ++result.at(static_cast<std::size_t>(request.t / width));
  }
  return result;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - middle) * (value - middle);
  return sum / static_cast<double>(values.size() - 1);
}

TEST(Workload, OfPoissonArrivalsHasThePoissonDistribution) {
  const auto each_second = counts(workload(Distribution{Exponential{1e9 / 50}}, 2000 * kSecond), kSecond);
  EXPECT_NEAR(mean(each_second), 50, 5 * std::sqrt(50.0 / 2000));
  EXPECT_NEAR(variance(each_second) / 50, 1, 5 * std::sqrt(2.0 / 2000));
}

TEST(Workload, OfBurstsHasTheMeanOfItsStatesAndMoreVariance) {
  // A fifth of the time at 500 a second, the rest at 100.
  const Bursts bursts{{{100, 4e9}, {500, 1e9}}};
  const auto each_second = counts(workload(bursts, 3000 * kSecond), kSecond);
  EXPECT_NEAR(mean(each_second), 180, 18);
  EXPECT_GT(variance(each_second), 50 * 180);
}

TEST(Workload, OfADayFollowsItsRates) {
  // 0 at the beginning, 400 in the middle of each period of 100 s, linear between.
  const Diurnal day{{0, 400}, 100 * kSecond};
  std::vector<double> by_phase(10);
  const auto tenths = counts(workload(day, 1000 * kSecond), 10 * kSecond);
  for (std::size_t i = 0; i < tenths.size(); ++i) by_phase[i % 10] += tenths[i] / 100;
  EXPECT_NEAR(by_phase[0], 40, 5 * std::sqrt(40.0 / 100));
  EXPECT_NEAR(by_phase[4], 360, 5 * std::sqrt(360.0 / 100));
  EXPECT_NEAR(by_phase[7], 200, 5 * std::sqrt(200.0 / 100));
  EXPECT_NEAR(mean(by_phase), 200, 3);
}

TEST(Workload, DrawsKindsOfRequestsByWeightAndFillsInTheirTexts) {
  Workload of = workload(Distribution{Constant{1'000'000}}, 20 * kSecond);
  RequestTemplate item;
  item.weight = 3;
  item.path = *parse_text_template("/item/{1..4}");
  RequestTemplate home;
  home.headers.emplace_back("host", *parse_text_template("h{7..7}.example"));
  of.requests = {item, home};
  std::map<std::string, int> paths;
  const auto trace = generate(of, 3);
  TraceRequest request;
  while (trace->next(request).value_or(false)) {
    const routing::Request& asked = request.asked();
    ++paths[std::string(asked.target)];
    if (asked.target == "/") {
      ASSERT_EQ(asked.headers.size(), 1U);
      EXPECT_EQ(asked.headers[0].value, "h7.example");
    }
  }
  EXPECT_EQ(paths.size(), 5U);
  EXPECT_NEAR(paths["/"], 5000, 5 * std::sqrt(20'000 * 0.25 * 0.75));
  EXPECT_NEAR(paths["/item/2"], 3750, 5 * std::sqrt(20'000 * 0.1875 * 0.8125));
}

TEST(NumberSource, FollowsZipfsLaw) {
  for (const double exponent : {0.5, 1.0, 1.0001, 2.0}) {
    const NumberSource source({10, 1009, exponent});
    Xoshiro256 random(5);
    std::vector<double> seen(1000);
    constexpr int kDraws = 40'000;
    for (int i = 0; i < kDraws; ++i) ++seen.at(source.draw(random) - 10);
    double all = 0;
    for (int k = 1; k <= 1000; ++k) all += std::pow(k, -exponent);
    for (const int k : {1, 2, 10, 200}) {
      const double expected = kDraws * std::pow(k, -exponent) / all;
      EXPECT_NEAR(seen[static_cast<std::size_t>(k - 1)], expected, 5 * std::sqrt(expected) + 1) << exponent << " " << k;
    }
  }
}

}  // namespace
}  // namespace hapax::simulate
