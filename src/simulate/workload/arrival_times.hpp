// When the requests of an open workload come.
#pragma once

#include <hapax/base/random.hpp>
#include <hapax/simulate/scenario.hpp>
#include <simulate/exponential.hpp>

namespace hapax::simulate {

class ArrivalTimes {
 public:
  /// `arrivals` outlives it.
  explicit ArrivalTimes(const Arrivals& arrivals);
  /// The next one after the last; kNever for closed loops, whose requests come when their clients ask.
  routing::Time next(Xoshiro256& random) {
    return mean_ >= 0 ? now_ += exponential_time(mean_, random) : next_of_kind(random);
  }

 private:
  [[gnu::noinline]] routing::Time next_of_kind(Xoshiro256& random);
  routing::Time next_of(const Distribution& between, Xoshiro256& random);
  routing::Time next_of(const Bursts& bursts, Xoshiro256& random);
  routing::Time next_of(const Diurnal& diurnal, Xoshiro256& random);
  static routing::Time next_of(const ClosedLoop& /*loop*/, Xoshiro256& /*random*/) { return routing::kNever; }

  const Arrivals& arrivals_;
  double mean_ = -1;  // of the times between them if these are exponential, as nearly always
  routing::Time now_ = 0;
  std::size_t state_ = 0;            // bursts
  routing::Time leaves_state_ = -1;  // bursts; negative: not begun
};

}  // namespace hapax::simulate
