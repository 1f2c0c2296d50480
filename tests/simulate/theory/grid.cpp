// The whole grid: every system at every load, with intervals below 1 %. Run by tools/theory; takes some minutes.
//
// theory [SYSTEM [LOAD]]: all, or those whose name contains SYSTEM, at all loads or at LOAD. Prints a line for each
// figure; status 1 when theory lies outside of an interval, an interval is wider than 1 %, or a limit is missed by more
// than 2 %.

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "formulas.hpp"
#include "systems.hpp"

namespace hapax::simulate::theory {
namespace {

constexpr int kReplications = 20;
constexpr std::uint64_t kSeed = 20'261'126;
constexpr double kLoads[] = {0.5, 0.7, 0.8, 0.9, 0.95};

// How many requests in all make the interval of a mean narrow enough: the asymptotic variance of
// the number in an M/M/1 system is 2 load (1 + load) / (1 - load)^4 a service time (Whitt, "Planning queueing
// simulations", Management Science 35(11), 1989), and those of the other systems here are not far from it.
double requests_for(double load) {
  constexpr double kRelative = 0.01;
  const double normal = 2.861 / kRelative;
  const double time = normal * normal * 2 * (1 + load) / (load * (1 - load) * (1 - load));
  return std::max(time * load, 6e6);
}

class Table {
 public:
  // Theory in the interval, which is narrower than 1 %.
  void check(const std::string& system, double load, std::string_view figure, double theory, const Estimate& measured) {
    const double width = measured.half_width / theory;
    const bool good = std::abs(measured.mean - theory) <= measured.half_width && width < 0.01;
    print(system, load, figure, theory, measured, good);
  }
  // Within 2 % of a limit, the interval included.
  void check_limit(const std::string& system, double load, std::string_view figure, double limit,
                   const Estimate& measured) {
    const bool good = std::abs(measured.mean - limit) + measured.half_width < 0.02 * limit;
    print(system, load, figure, limit, measured, good);
  }
  [[nodiscard]] bool all_good() const { return bad_ == 0; }

 private:
  void print(const std::string& system, double load, std::string_view figure, double theory, const Estimate& measured,
             bool good) {
    if (!good) ++bad_;
    fmt::print("{:<26} {:>5.2f}  {:<14} {:>10.5f} {:>10.5f}  +-{:>5.2f} %  {:>+6.2f} %  {}\n", system, load, figure,
               theory, measured.mean, 100 * measured.half_width / theory, 100 * (measured.mean / theory - 1),
               good ? "ok" : "MISSED");
    std::fflush(stdout);
  }
  int bad_ = 0;
};

// What is left of a time in the system without the service itself.
Estimate wait_of(const Estimate& time) { return {time.mean - 1, time.half_width}; }

void run_grid(Table& table, std::string_view only, double only_load) {
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  const Distribution exponential = Exponential{kMeanService};
  const Distribution constant = Constant{static_cast<routing::Time>(kMeanService)};
  const auto wanted = [&](const System& system, double load) {
    return system.name.find(only) != std::string::npos && (only_load == 0 || only_load == load);
  };
  const auto point = [&](const System& system, double load) {
    // Relative to their means, waits for one of several slots and the number at a shared processor vary more.
    const double several = system.slots() > 1 ? 2.5 : 1.0;
    const double requests = requests_for(load) * (system.shares ? 1.6 : several);
    return measure(system, load, requests / kReplications, kReplications, kSeed, threads);
  };
  const std::vector<System> waiting{
      {"M/M/1", 1, 1, 0, model::BalanceAlgorithm::roundrobin, false, exponential},
      {"M/M/4, one server", 1, 4, 0, model::BalanceAlgorithm::roundrobin, false, exponential},
      {"M/M/4, four servers", 4, 1, 0, model::BalanceAlgorithm::leastconn, false, exponential},
      {"M/D/1", 1, 1, 0, model::BalanceAlgorithm::roundrobin, false, constant}};
  for (const System& system : waiting) {
    for (const double load : kLoads) {
      if (!wanted(system, load)) continue;
      const Measured measured = point(system, load);
      const int slots = static_cast<int>(system.slots());
      const double wait = system.name == "M/D/1" ? wait_md1(load) : wait_mmc(slots, load);
      table.check(system.name, load, "mean wait", wait, measured.wait);
      table.check(system.name, load, "queue length", wait * load * slots, measured.waiting);
    }
  }
  for (const System& system :
       {System{"M/G/1-PS, exponential", 1, 0, 0, model::BalanceAlgorithm::roundrobin, true, exponential},
        System{"M/G/1-PS, lognormal 0.8", 1, 0, 0, model::BalanceAlgorithm::roundrobin, true, lognormal_service(0.8)},
        System{"M/G/1-PS, constant", 1, 0, 0, model::BalanceAlgorithm::roundrobin, true, constant}}) {
    for (const double load : kLoads) {
      if (!wanted(system, load)) continue;
      const Measured measured = point(system, load);
      table.check(system.name, load, "time in system", time_mg1_ps(load), measured.time);
      table.check(system.name, load, "number there", time_mg1_ps(load) * load, measured.present);
    }
  }
  // Four places wait and one is served. `balance source` sends everything to the one server, whose queue is bounded.
  const System finite{"M/M/1/5", 1, 1, 4, model::BalanceAlgorithm::source, false, exponential};
  for (const double load : kLoads) {
    if (!wanted(finite, load)) continue;
    const Finite theory = finite_mm1k(5, load);
    // The rarer the losses, the more requests it takes to see as many of them.
    const Measured measured =
        measure(finite, load, 480'000 / theory.loss / kReplications, kReplications, kSeed, threads);
    table.check(finite.name, load, "loss", theory.loss, measured.loss);
    table.check(finite.name, load, "mean wait", theory.wait, measured.wait);
    table.check(finite.name, load, "queue length", theory.waiting, measured.waiting);
  }
  // A server that shares its processor among exponential requests has as many of them as one that serves them in turn,
  // whose mean wait is the mean time less that of one service.
  const System two{"two choices, 100 servers", 100, 0, 0, model::BalanceAlgorithm::random, true, exponential};
  if (wanted(two, 0.9)) {
    const Measured measured = measure(two, 0.9, 40e6 / kReplications, kReplications, kSeed, threads);
    table.check_limit(two.name, 0.9, "time, limit", time_choices(2, 0.9), measured.time);
    table.check_limit(two.name, 0.9, "time in system", time_two_choices(100, 0.9), measured.time);
    table.check_limit(two.name, 0.9, "mean wait", time_two_choices(100, 0.9) - 1, wait_of(measured.time));
  }
  const System shortest{"shortest queue, 100", 100, 0, 0, model::BalanceAlgorithm::leastconn, true, exponential};
  if (wanted(shortest, 0.9)) {
    const Measured measured = measure(shortest, 0.9, 80e6 / kReplications, kReplications, kSeed, threads);
    table.check_limit(shortest.name, 0.9, "time in system", time_shortest_queue(100, 0.9), measured.time);
    table.check_limit(shortest.name, 0.9, "mean wait", time_shortest_queue(100, 0.9) - 1, wait_of(measured.time));
  }
}

}  // namespace
}  // namespace hapax::simulate::theory

int main(int argc, char** argv) {
  hapax::simulate::theory::Table table;
  fmt::print("{:<26} {:>5}  {:<14} {:>10} {:>10}  {:>9}  {:>8}\n", "system", "load", "figure", "theory", "measured",
             "99 %", "off by");
  hapax::simulate::theory::run_grid(table, argc > 1 ? argv[1] : "", argc > 2 ? std::strtod(argv[2], nullptr) : 0);
  return table.all_good() ? 0 : 1;
}
