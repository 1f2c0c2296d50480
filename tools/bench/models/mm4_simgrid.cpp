// M/M/4 in SimGrid's S4U: four actors serve, one lets customers in, a semaphore counts those who wait. Actors that live
// all the time are the fast way there; one for each customer takes several times as long.
//
// Usage: mm4_simgrid CUSTOMERS. Prints customers, mean wait in milliseconds, seconds of CPU time.

#include <simgrid/s4u.hpp>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <random>

namespace s4u = simgrid::s4u;

namespace {

constexpr double kArrivalsPerSecond = 320;
constexpr double kServiceSeconds = 0.010;

struct Line {
  std::mt19937_64 random{1};
  std::deque<double> arrivals;
  s4u::SemaphorePtr waiting = s4u::Semaphore::create(0);
  double waited = 0;
  double exponential(double mean) { return std::exponential_distribution<double>(1 / mean)(random); }
};

void serve(Line& line) {
  for (;;) {
    line.waiting->acquire();
    line.waited += s4u::Engine::get_clock() - line.arrivals.front();
    line.arrivals.pop_front();
    s4u::this_actor::sleep_for(line.exponential(kServiceSeconds));
  }
}

void let_in(Line& line, long customers) {
  for (long i = 0; i < customers; ++i) {
    s4u::this_actor::sleep_for(line.exponential(1 / kArrivalsPerSecond));
    line.arrivals.push_back(s4u::Engine::get_clock());
    line.waiting->release();
  }
  s4u::this_actor::sleep_for(1000);  // the last ones are served; then the servers, as daemons, end too
}

}  // namespace

int main(int argc, char** argv) {
  s4u::Engine engine(&argc, argv);
  const long customers = std::atol(argv[1]);
  auto* const zone = s4u::create_full_zone("zone");
  s4u::Host* const host = zone->create_host("host", 1e9);
  zone->seal();
  Line line;
  for (int i = 0; i < 4; ++i) s4u::Actor::create("server", host, serve, std::ref(line))->daemonize();
  s4u::Actor::create("source", host, let_in, std::ref(line), customers);
  const std::clock_t begin = std::clock();
  engine.run();
  std::printf("%ld %f %f\n", customers, 1000 * line.waited / static_cast<double>(customers),
              static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
}
