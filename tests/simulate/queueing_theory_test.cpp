// The simulator against closed forms: a few points with wide intervals, in seconds. The whole grid, with intervals
// below 1 %, is tools/theory.

#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/simulator.hpp>

#include "theory/formulas.hpp"
#include "theory/systems.hpp"

namespace hapax::simulate::theory {
namespace {

constexpr Distribution kExponential = Exponential{kMeanService};

Measured measure_shortly(const System& system, double load, double requests) {
  constexpr int kReplications = 12;
  return measure(system, load, requests / kReplications, kReplications, 77, 1);
}

void expect_theory(const Estimate& measured, double theory, double widest) {
  EXPECT_NEAR(measured.mean, theory, measured.half_width);
  EXPECT_LT(measured.half_width, widest * theory) << "the interval is too wide to say anything";
}

TEST(QueueingTheory, KnowsTheTextbooksNumbers) {
  EXPECT_DOUBLE_EQ(wait_mmc(1, 0.8), 4);
  EXPECT_NEAR(wait_mmc(2, 0.5), 1.0 / 3, 1e-12);
  EXPECT_DOUBLE_EQ(wait_md1(0.8), 2);
  EXPECT_DOUBLE_EQ(time_mg1_ps(0.75), 4);
  EXPECT_NEAR(finite_mm1k(1, 0.5).loss, 1.0 / 3, 1e-12) << "Erlang's B for one server";
  EXPECT_NEAR(time_choices(2, 0.9), 2.6141, 5e-5);
  EXPECT_NEAR(time_choices(2, 0.5), 1.2657, 5e-5);
  // Gast and Van Houdt's numbers in the system, for 10 to 100 servers.
  EXPECT_NEAR(0.9 * time_two_choices(10, 0.9), 2.7513, 5e-5);
  EXPECT_NEAR(0.9 * time_two_choices(20, 0.9), 2.5520, 5e-5);
  EXPECT_NEAR(0.9 * time_two_choices(50, 0.9), 2.4324, 5e-5);
  EXPECT_NEAR(0.9 * time_two_choices(100, 0.9), 2.3925, 5e-5);
  EXPECT_NEAR(time_shortest_queue(1, 0.1), 1 / 0.9, 5e-3) << "one server is M/M/1, cut off";
}

TEST(QueueingTheory, OneServerOfOneSlotIsMM1) {
  const Measured measured =
      measure_shortly({"", 1, 1, 0, model::BalanceAlgorithm::roundrobin, false, kExponential}, 0.8, 150'000);
  expect_theory(measured.wait, wait_mmc(1, 0.8), 0.15);
  expect_theory(measured.waiting, 0.8 * wait_mmc(1, 0.8), 0.15);
}

TEST(QueueingTheory, FourServersOfOneSlotShareOneQueueAndAreMM4) {
  const Measured measured =
      measure_shortly({"", 4, 1, 0, model::BalanceAlgorithm::roundrobin, false, kExponential}, 0.7, 80'000);
  expect_theory(measured.wait, wait_mmc(4, 0.7), 0.15);
}

TEST(QueueingTheory, ConstantServiceIsMD1) {
  const Distribution constant = Constant{static_cast<routing::Time>(kMeanService)};
  const Measured measured =
      measure_shortly({"", 1, 1, 0, model::BalanceAlgorithm::roundrobin, false, constant}, 0.8, 80'000);
  expect_theory(measured.wait, wait_md1(0.8), 0.15);
}

TEST(QueueingTheory, SharedProcessorsAreInsensitiveToTheDistribution) {
  const Measured measured =
      measure_shortly({"", 1, 0, 0, model::BalanceAlgorithm::roundrobin, true, lognormal_service(0.8)}, 0.7, 80'000);
  expect_theory(measured.time, time_mg1_ps(0.7), 0.1);
  expect_theory(measured.present, 0.7 * time_mg1_ps(0.7), 0.1);
}

TEST(QueueingTheory, ABoundedQueueIsMM1K) {
  const Measured measured =
      measure_shortly({"", 1, 1, 4, model::BalanceAlgorithm::source, false, kExponential}, 0.9, 80'000);
  const Finite theory = finite_mm1k(5, 0.9);
  expect_theory(measured.loss, theory.loss, 0.1);
  expect_theory(measured.wait, theory.wait, 0.1);
}

TEST(QueueingTheory, OfTwoChoicesAndOfTheShortestQueueHoldsForTwentyServers) {
  const Measured shortest =
      measure_shortly({"", 20, 0, 0, model::BalanceAlgorithm::leastconn, true, kExponential}, 0.7, 80'000);
  expect_theory(shortest.time, time_shortest_queue(20, 0.7), 0.03);
  const Measured two =
      measure_shortly({"", 20, 0, 0, model::BalanceAlgorithm::random, true, kExponential}, 0.7, 80'000);
  EXPECT_NEAR(two.time.mean, time_two_choices(20, 0.7), 0.03 * time_two_choices(20, 0.7));
}

TEST(QueueingTheory, ObeysLittlesLaw) {
  Scenario scenario;
  ServiceRule rule;
  rule.server = "*";
  rule.time = kExponential;
  scenario.service.push_back(rule);
  Workload workload;
  workload.duration = 300 * routing::kSecond;
  workload.arrivals = Exponential{1e9 / 80};
  const auto trace = generate(workload, 5);
  const auto model = model_of({"", 1, 1, 0, model::BalanceAlgorithm::roundrobin, false, kExponential});
  const auto result = simulate(model, scenario, *trace, {});
  ASSERT_TRUE(result);
  const ProxyResult& backend = result->backends.at(0);
  const double by_length = backend.queue_integral;
  const double by_waits = backend.queue.mean() * static_cast<double>(backend.queue.count());
  EXPECT_NEAR(by_length / by_waits, 1, 1e-9);
}

TEST(Simulation, RepeatsItselfForASeed) {
  const model::RoutingModel model = model_of({"", 3, 2, 0, model::BalanceAlgorithm::roundrobin, false, kExponential});
  const auto decisions = [&](std::uint64_t seed) {
    Scenario scenario;
    ServiceRule rule;
    rule.server = "*";
    rule.time = Lognormal{1e7, 1.2};
    scenario.service.push_back(rule);
    Workload workload;
    workload.duration = 20 * routing::kSecond;
    workload.arrivals = Exponential{1e9 / 300};
    std::vector<routing::Time> all;
    SimulateOptions options;
    options.seed = seed;
    options.decided = [&](const Decision& decision) {
      all.push_back(decision.server);
      all.push_back(decision.total);
    };
    const auto trace = generate(workload, seed);
    EXPECT_TRUE(simulate(model, scenario, *trace, options));
    return all;
  };
  EXPECT_EQ(decisions(3), decisions(3));
  EXPECT_NE(decisions(3), decisions(4));
}

}  // namespace
}  // namespace hapax::simulate::theory
