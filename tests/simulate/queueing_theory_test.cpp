// The simulator against closed forms.
//
// A proxy in front of servers with a maxconn is a queueing system: requests wait in the proxy, in order, and a server
// works on at most maxconn of them at a time, each for its own service time. Poisson arrivals and exponential service
// make that M/M/c, whose mean wait Erlang's formula gives (Gross and Harris, Fundamentals of Queueing Theory, chapter
// 2).
//
// Each point is replicated with independent seeds after a warm-up, and theory has to lie in the confidence interval of
// the replications' means.

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {
namespace {

constexpr double kServiceMs = 10;
constexpr int kReplications = 20;
constexpr double kStudent99 = 2.861;  // t for 99 %, 19 degrees of freedom

model::RoutingModel one_backend(std::size_t servers, std::int64_t maxconn) {
  model::RoutingModel model;
  model.files.emplace_back("theory.cfg");
  model::Proxy& frontend = model.proxies.emplace_back();
  frontend.name = "in";
  frontend.kind = model::Proxy::Kind::frontend;
  frontend.mode = model::Mode::http;
  frontend.default_backend = 1;
  model::Proxy& backend = model.proxies.emplace_back();
  backend.name = "out";
  backend.kind = model::Proxy::Kind::backend;
  backend.mode = model::Mode::http;
  backend.fullconn = 1;
  backend.servers = {0, static_cast<model::Index>(servers)};
  for (std::size_t i = 0; i < servers; ++i) {
    model::Server& server = model.servers.emplace_back();
    server.name = "s" + std::to_string(i + 1);
    server.id = static_cast<std::uint32_t>(i + 1);
    server.proxy = 1;
    server.maxconn = maxconn;
    server.minconn = maxconn;
  }
  return model;
}

// Mean wait in the queue, in service times, of M/M/c at the given load per server.
double erlang_c_wait(int c, double load) {
  const double offered = load * c;
  double term = 1;
  double sum = 1;
  for (int k = 1; k < c; ++k) {
    term *= offered / k;
    sum += term;
  }
  term *= offered / c / (1 - load);
  const double probability_of_waiting = term / (sum + term);
  return probability_of_waiting / (c * (1 - load));
}

struct Estimate {
  double mean = 0;
  double half_width = 0;
};

Estimate replicate(const model::RoutingModel& model, double requests_per_second, double seconds) {
  std::array<double, kReplications> means{};
  double sum = 0;
  for (int i = 0; i < kReplications; ++i) {
    Scenario scenario;
    scenario.service.push_back({"*", Exponential{kServiceMs * 1e6}});
    Workload workload;
    workload.duration = static_cast<routing::Time>(seconds * 1e9);
    workload.arrivals = Exponential{1e9 / requests_per_second};
    double waited = 0;
    std::uint64_t count = 0;
    SimulateOptions options;
    options.seed = 1000 + static_cast<std::uint64_t>(i);
    const auto warm_up = static_cast<std::uint64_t>(requests_per_second * seconds / 10);
    options.decided = [&](const Decision& decision) {
      if (decision.index < warm_up) return;
      waited += static_cast<double>(decision.queue) / (kServiceMs * 1e6);
      ++count;
    };
    const auto trace = generate(workload, options.seed * 7919);
    EXPECT_TRUE(simulate(model, scenario, *trace, options));
    means[static_cast<std::size_t>(i)] = waited / static_cast<double>(count);
    sum += means[static_cast<std::size_t>(i)];
  }
  Estimate estimate;
  estimate.mean = sum / kReplications;
  double squares = 0;
  for (const double mean : means) squares += (mean - estimate.mean) * (mean - estimate.mean);
  estimate.half_width = kStudent99 * std::sqrt(squares / (kReplications - 1) / kReplications);
  return estimate;
}

void expect_theory(std::size_t servers, std::int64_t maxconn, double load, double seconds) {
  const auto c = static_cast<int>(servers * static_cast<std::size_t>(maxconn));
  const double rate = load * c / (kServiceMs / 1e3);
  const Estimate estimate = replicate(one_backend(servers, maxconn), rate, seconds);
  const double theory = erlang_c_wait(c, load);
  EXPECT_NEAR(estimate.mean, theory, estimate.half_width) << "mean wait in service times, load " << load;
  EXPECT_LT(estimate.half_width, 0.1 * theory) << "the interval is too wide to say anything";
}

TEST(QueueingTheory, OneServerOfOneSlotIsMM1) {
  expect_theory(1, 1, 0.5, 200);
  expect_theory(1, 1, 0.8, 400);
}

TEST(QueueingTheory, OneServerOfFourSlotsIsMM4) { expect_theory(1, 4, 0.8, 120); }

TEST(QueueingTheory, FourServersOfOneSlotShareOneQueueAndAreMM4) { expect_theory(4, 1, 0.8, 120); }

TEST(QueueingTheory, ObeysLittlesLaw) {
  Scenario scenario;
  scenario.service.push_back({"*", Exponential{kServiceMs * 1e6}});
  Workload workload;
  workload.duration = 300 * routing::kSecond;
  workload.arrivals = Exponential{1e9 / 80};
  const auto trace = generate(workload, 5);
  const auto result = simulate(one_backend(1, 1), scenario, *trace, {});
  ASSERT_TRUE(result);
  const ProxyResult& backend = result->backends.at(0);
  const double by_length = backend.queue_integral;
  const double by_waits = backend.queue.mean() * static_cast<double>(backend.queue.count());
  EXPECT_NEAR(by_length / by_waits, 1, 1e-9);
}

TEST(Simulation, RepeatsItselfForASeed) {
  const model::RoutingModel model = one_backend(3, 2);
  const auto decisions = [&](std::uint64_t seed) {
    Scenario scenario;
    scenario.service.push_back({"*", Lognormal{1e7, 1.2}});
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
}  // namespace hapax::simulate
