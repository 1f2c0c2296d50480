#include <hapax/simulate/histogram.hpp>

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/base/random.hpp>
#include <simulate/buffered_histogram.hpp>

namespace hapax::simulate {
namespace {

TEST(Histogram, OfNothingIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.mean(), 0);
  EXPECT_EQ(histogram.percentile(99), 0);
}

TEST(Histogram, IsExactForSmallValues) {
  Histogram histogram;
  for (int value = 1; value <= 100; ++value) histogram.add(value);
  EXPECT_EQ(histogram.percentile(50), 50);
  EXPECT_EQ(histogram.percentile(99), 99);
  EXPECT_EQ(histogram.percentile(100), 100);
  EXPECT_EQ(histogram.percentile(0), 1);
  EXPECT_DOUBLE_EQ(histogram.mean(), 50.5);
}

TEST(Histogram, StaysWithinItsErrorBoundOverTheWholeRange) {
  Xoshiro256 random(7);
  std::vector<std::int64_t> values;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<std::int64_t>(random.next64() >> (1 + random.next32() % 62)));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double percent : {1.0, 10.0, 50.0, 90.0, 99.0, 99.9}) {
    const auto exact =
        static_cast<double>(values[static_cast<std::size_t>(percent / 100 * static_cast<double>(values.size())) - 1]);
    EXPECT_NEAR(static_cast<double>(histogram.percentile(percent)), exact, exact * 0.0079 + 1) << percent;
  }
  EXPECT_EQ(histogram.max(), values.back());
  EXPECT_EQ(histogram.min(), values.front());
}

TEST(Histogram, TakesManyZerosAtOnce) {
  Histogram at_once;
  at_once.add_zeros(0);
  EXPECT_EQ(at_once.count(), 0U);
  at_once.add_zeros(3);
  at_once.add(8);
  EXPECT_EQ(at_once.count(), 4U);
  EXPECT_EQ(at_once.min(), 0);
  EXPECT_EQ(at_once.max(), 8);
  EXPECT_EQ(at_once.percentile(75), 0);
  EXPECT_DOUBLE_EQ(at_once.mean(), 2);
}

TEST(BufferedHistogram, HoldsWhatWasAddedWhenItIsAsked) {
  BufferedHistogram buffered;
  Histogram plain;
  for (int i = 0; i < 1000; ++i) {
    const int value = i % 3 == 0 ? 0 : i;
    buffered.add(value);
    plain.add(value);
    if (i % 100 != 0) continue;
    EXPECT_EQ(buffered.histogram().count(), plain.count());
    EXPECT_EQ(buffered.histogram().percentile(30), plain.percentile(30));
    EXPECT_EQ(buffered.histogram().min(), plain.min());
    EXPECT_DOUBLE_EQ(buffered.histogram().mean(), plain.mean());
  }
}

TEST(Histogram, AddsUp) {
  Histogram a;
  Histogram b;
  Histogram both;
  for (int i = 0; i < 1000; ++i) {
    a.add(i);
    b.add(i * 977);
    both.add(i);
    both.add(i * 977);
  }
  a.add(b);
  EXPECT_EQ(a.count(), both.count());
  EXPECT_EQ(a.max(), both.max());
  for (const double percent : {5.0, 50.0, 95.0}) EXPECT_EQ(a.percentile(percent), both.percentile(percent));
}

}  // namespace
}  // namespace hapax::simulate
