#include <simulate/series_recorder.hpp>

#include <gtest/gtest.h>

#include <hapax/base/random.hpp>
#include <hapax/simulate/histogram.hpp>
#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {
namespace {

constexpr routing::Time kMs = routing::kMillisecond;

model::RoutingModel one_listen() {
  model::RoutingModel model;
  model::Proxy& proxy = model.proxies.emplace_back();
  proxy.name = "web";
  proxy.kind = model::Proxy::Kind::listen;
  model::Server& server = model.servers.emplace_back();
  server.name = "s1";
  server.proxy = 0;
  server.maxconn = 4;
  return model;
}

TEST(DurationSketch, GivesPercentilesWithinThreePercent) {
  DurationSketch sketch;
  Histogram exact;
  Xoshiro256 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<routing::Time>(random.next64() >> (24 + i % 16));
    sketch.add(value);
    exact.add(value);
  }
  for (const double percent : {1.0, 25.0, 50.0, 90.0, 99.0, 100.0}) {
    const auto expected = static_cast<double>(exact.percentile(percent));
    EXPECT_NEAR(static_cast<double>(sketch.percentile(percent)), expected, 0.04 * expected) << percent;
  }
}

TEST(DurationSketch, JoinsAsIfAllValuesHadGoneIntoOne) {
  DurationSketch low;
  DurationSketch high;
  DurationSketch all;
  for (routing::Time value = 1; value < 5'000; value += 3) {
    (value < 2'000 ? low : high).add(value);
    all.add(value);
  }
  high.add(low);
  EXPECT_EQ(high.count(), all.count());
  for (double percent = 0; percent <= 100; percent += 10) {
    EXPECT_EQ(high.percentile(percent), all.percentile(percent)) << percent;
  }
}

TEST(SeriesRecorder, SpreadsALevelOverTheStretchesThatItLasts) {
  const model::RoutingModel model = one_listen();
  SeriesRecorder recorder(model);
  recorder.begin(1000 * kMs);
  recorder.in_use(recorder.server(0), 2, 1005 * kMs);
  recorder.in_use(recorder.server(0), 1, 1030 * kMs);
  const Series series = recorder.finish(1035 * kMs);
  ASSERT_EQ(series.size(), 4U);
  const SeriesTrack& track = series.tracks.at(2);
  EXPECT_EQ(track.kind, SeriesTrack::Kind::server);
  EXPECT_DOUBLE_EQ(series.mean_in_use(track, 0), 1);  // half of the stretch
  EXPECT_DOUBLE_EQ(series.mean_in_use(track, 1), 2);
  EXPECT_DOUBLE_EQ(series.mean_in_use(track, 3), 1);  // the last one is only half as long
  EXPECT_EQ(track.points[2].most_in_use, 2U);
  EXPECT_EQ(track.points[3].most_in_use, 1U);
}

TEST(SeriesRecorder, JoinsNeighboursWhenTheRunIsLong) {
  const model::RoutingModel model = one_listen();
  SeriesRecorder recorder(model);
  recorder.begin(0);
  const routing::Time end = 3600 * routing::kSecond;
  std::uint64_t count = 0;
  for (routing::Time t = 0; t < end; t += 700 * kMs) {
    SeriesPoint& point = recorder.at(recorder.frontend(0), t);
    ++point.requests;
    point.latency.add(5 * kMs);
    ++count;
  }
  recorder.queue(recorder.backend(0), 3, 0);
  const Series series = recorder.finish(end);
  EXPECT_LE(series.size(), Series::kMost);
  EXPECT_GE(series.size(), Series::kMost / 2);
  std::uint64_t recorded = 0;
  std::uint64_t latencies = 0;
  double queue = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    recorded += series.tracks[0].points[i].requests;
    latencies += series.tracks[0].points[i].latency.count();
    queue += series.tracks[1].points[i].queue;
  }
  EXPECT_EQ(recorded, count);
  EXPECT_EQ(latencies, count);
  EXPECT_DOUBLE_EQ(queue, 3.0 * static_cast<double>(end));
}

TEST(SimulationSeries, BeginsWithTheFirstClientOfAClosedLoopThatAsksBeforeTheTraceBegins) {
  const model::RoutingModel model = one_listen();
  Scenario scenario;
  Workload& loop = scenario.workloads.emplace_back();
  loop.duration = 20 * routing::kSecond;
  loop.arrivals = ClosedLoop{1, Constant{routing::kSecond}};
  Workload& late = scenario.workloads.emplace_back();
  late.duration = 20 * routing::kSecond;
  late.arrivals = Constant{9 * routing::kSecond};
  const auto trace = generate(scenario.workloads, 1);
  SimulateOptions options;
  options.series = true;
  const auto result = simulate(model, scenario, *trace, options);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->series.begin, routing::kSecond);
  std::uint64_t arrived = 0;
  for (const SeriesPoint& point : result->series.tracks.at(0).points) arrived += point.arrived;
  EXPECT_EQ(arrived, result->requests);
}

}  // namespace
}  // namespace hapax::simulate
