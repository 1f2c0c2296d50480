#include "systems.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate::theory {
namespace {

// Two-sided 99 % points of Student's t by degrees of freedom, 1 to 30; the normal one beyond.
constexpr std::array<double, 30> kStudent99{63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169,
                                            3.106,  3.055, 3.012, 2.977, 2.947, 2.921, 2.898, 2.878, 2.861, 2.845,
                                            2.831,  2.819, 2.807, 2.797, 2.787, 2.779, 2.771, 2.763, 2.756, 2.750};

// The mean, with the offered load of each run as a control variate (Lavenberg and Welch, Management Science 27(3),
// 1981): by chance a run has a little more to do than it should, and that explains half of what its mean is off by near
// saturation. `controls` are how much more, relatively; the regression line is read at 0.
Estimate estimate(const std::vector<double>& values, const std::vector<double>& controls) {
  const auto count = static_cast<double>(values.size());
  double mean = 0;
  double control = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    mean += values[i] / count;
    control += controls[i] / count;
  }
  double both = 0;
  double own = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    both += (values[i] - mean) * (controls[i] - control);
    own += (controls[i] - control) * (controls[i] - control);
  }
  const double slope = own > 0 ? both / own : 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double rest = values[i] - mean - slope * (controls[i] - control);
    squares += rest * rest;
  }
  const std::size_t freedom = values.size() - 2;
  const double student = freedom <= kStudent99.size() ? kStudent99[freedom - 1] : 2.576;
  const double variance =
      squares / static_cast<double>(freedom) * (1 / count + (own > 0 ? control * control / own : 0));
  return {mean - slope * control, student * std::sqrt(variance)};
}

SimulationResult run(const System& system, const model::RoutingModel& model, double load, double requests,
                     std::uint64_t seed) {
  Scenario scenario;
  ServiceRule rule;
  rule.server = "*";
  rule.time = system.service;
  rule.shares = system.shares;
  scenario.service.push_back(rule);
  Workload workload;
  const double between = kMeanService / (load * system.slots());
  workload.duration = static_cast<routing::Time>(requests * between);
  workload.arrivals = Exponential{between};
  SimulateOptions options;
  options.seed = seed;
  const auto trace = generate(workload, seed * 7919 + 1);
  auto result = simulate(model, scenario, *trace, options);
  return result ? std::move(*result) : SimulationResult{};
}

}  // namespace

double System::slots() const {
  return static_cast<double>(servers) * static_cast<double>(std::max<std::int64_t>(maxconn, 1));
}

Distribution lognormal_service(double sigma) { return Lognormal{kMeanService / std::exp(sigma * sigma / 2), sigma}; }

model::RoutingModel model_of(const System& system) {
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
  backend.balance.algorithm = system.algorithm;
  backend.servers = {0, static_cast<model::Index>(system.servers)};
  for (std::size_t i = 0; i < system.servers; ++i) {
    model::Server& server = model.servers.emplace_back();
    server.name = "s" + std::to_string(i + 1);
    server.id = static_cast<std::uint32_t>(i + 1);
    server.proxy = 1;
    server.maxconn = system.maxconn;
    server.minconn = system.maxconn;
    server.maxqueue = system.maxqueue;
    // Many nodes a server on the ring from which `balance random` draws, so that all are drawn equally often.
    server.weight = 256;
  }
  return model;
}

Measured measure(const System& system, double load, double requests, int replications, std::uint64_t seed,
                 unsigned threads) {
  const model::RoutingModel model = model_of(system);
  const auto count = static_cast<std::size_t>(replications);
  std::vector<double> wait(count), time(count), waiting(count), present(count), loss(count), more(count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      const SimulationResult result = run(system, model, load, requests, seed + i);
      const ProxyResult& backend = result.backends.at(0);
      wait[i] = backend.queue.mean() / kMeanService;
      time[i] = backend.total.mean() / kMeanService;
      waiting[i] = backend.queue_integral / result.span();
      for (const ServerResult& server : result.servers) present[i] += server.busy / result.span();
      // What the servers had to do where that shows, else how many requests came.
      double busy = 0;
      for (const ServerResult& server : result.servers) busy += server.busy;
      const bool all_work_shows = !system.shares && system.maxqueue == 0;
      more[i] = (all_work_shows ? busy / kMeanService : static_cast<double>(result.requests)) / requests - 1;
      loss[i] = static_cast<double>(backend.outcomes[static_cast<std::size_t>(routing::Outcome::queue_full)]) /
                static_cast<double>(backend.requests);
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < threads; ++i) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();
  return {estimate(wait, more), estimate(time, more), estimate(waiting, more), estimate(present, more),
          estimate(loss, more)};
}

}  // namespace hapax::simulate::theory
