// Bursts: in each state the next arrival and the end of the state race; both are exponential, so after a change of
// state the race begins anew.
//
// Diurnal: thinning (P. Lewis, G. Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", Naval Research
// Logistics Quarterly 26, 1979). Arrivals come at the greatest rate and each is kept with the probability that the rate
// of its time has of that.

#include <simulate/workload/arrival_times.hpp>

#include <algorithm>
#include <cmath>

namespace hapax::simulate {
namespace {

double rate_at(const Diurnal& diurnal, routing::Time t) {
  const auto count = static_cast<double>(diurnal.rates.size());
  const double in_period = static_cast<double>(t % diurnal.period) / static_cast<double>(diurnal.period) * count;
  const auto before = std::min(static_cast<std::size_t>(in_period), diurnal.rates.size() - 1);
  const std::size_t after = (before + 1) % diurnal.rates.size();
  const double share = in_period - static_cast<double>(before);
  return diurnal.rates[before] * (1 - share) + diurnal.rates[after] * share;
}

}  // namespace

routing::Time ArrivalTimes::next_of(const Distribution& between, Xoshiro256& random) {
  return now_ += draw(between, random);
}

routing::Time ArrivalTimes::next_of(const Bursts& bursts, Xoshiro256& random) {
  const auto end_of_stay = [&] { return now_ + draw(Exponential{bursts.states[state_].stay}, random); };
  if (leaves_state_ < 0) leaves_state_ = end_of_stay();
  for (;;) {
    const double rate = bursts.states[state_].rate;
    const routing::Time arrival = rate > 0 ? now_ + draw(Exponential{1e9 / rate}, random) : routing::kNever;
    if (arrival < leaves_state_) return now_ = arrival;
    now_ = leaves_state_;
    const std::size_t others = bursts.states.size() - 1;
    const auto step =
        1 + std::min(static_cast<std::size_t>(random.uniform() * static_cast<double>(others)), others - 1);
    state_ = (state_ + step) % bursts.states.size();
    leaves_state_ = end_of_stay();
  }
}

routing::Time ArrivalTimes::next_of(const Diurnal& diurnal, Xoshiro256& random) {
  const double greatest = *std::max_element(diurnal.rates.begin(), diurnal.rates.end());
  do {
    now_ += draw(Exponential{1e9 / greatest}, random);
  } while (random.uniform() * greatest >= rate_at(diurnal, now_));
  return now_;
}

ArrivalTimes::ArrivalTimes(const Arrivals& arrivals) : arrivals_(arrivals) {
  const auto* const between = std::get_if<Distribution>(&arrivals);
  const auto* const exponential = between == nullptr ? nullptr : std::get_if<Exponential>(between);
  if (exponential != nullptr) mean_ = exponential->mean;
}

routing::Time ArrivalTimes::next_of_kind(Xoshiro256& random) {
  return std::visit([&](const auto& kind) { return next_of(kind, random); }, arrivals_);
}

}  // namespace hapax::simulate
