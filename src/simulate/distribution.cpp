// Sampling by inversion where the inverse is closed (Pareto), by the ziggurat method for the exponential, which is
// drawn most often, by the polar method for the normal variate of the lognormal: the same numbers on every machine with
// IEEE arithmetic, which std::normal_distribution does not promise.

#include <hapax/simulate/distribution.hpp>

#include <cmath>
#include <limits>

#include <simulate/exponential.hpp>

namespace hapax::simulate {
namespace {

// Uniform in (0, 1]: its logarithm is finite.
double positive_uniform(Xoshiro256& random) { return 1.0 - random.uniform(); }

double standard_normal(Xoshiro256& random) {
  for (;;) {
    const double u = 2 * random.uniform() - 1;
    const double v = 2 * random.uniform() - 1;
    const double s = u * u + v * v;
    if (s > 0 && s < 1) return u * std::sqrt(-2 * std::log(s) / s);
  }
}

struct Draw {
  Xoshiro256& random;

  routing::Time operator()(const Constant& d) const { return d.value; }
  routing::Time operator()(const Exponential& d) const { return exponential_time(d.mean, random); }
  routing::Time operator()(const Lognormal& d) const {
    return to_time(d.median * std::exp(d.sigma * standard_normal(random)));
  }
  routing::Time operator()(const Pareto& d) const {
    return to_time(d.minimum * std::pow(positive_uniform(random), -1 / d.shape));
  }
  routing::Time operator()(const Empirical& d) const {
    return d.values[static_cast<std::size_t>(random.uniform() * static_cast<double>(d.values.size()))];
  }
};

struct Mean {
  double operator()(const Constant& d) const { return static_cast<double>(d.value); }
  double operator()(const Exponential& d) const { return d.mean; }
  double operator()(const Lognormal& d) const { return d.median * std::exp(d.sigma * d.sigma / 2); }
  double operator()(const Pareto& d) const {
    return d.shape > 1 ? d.minimum * d.shape / (d.shape - 1) : std::numeric_limits<double>::infinity();
  }
  double operator()(const Empirical& d) const {
    double sum = 0;
    for (const routing::Time value : d.values) sum += static_cast<double>(value);
    return sum / static_cast<double>(d.values.size());
  }
};

}  // namespace

routing::Time draw(const Distribution& distribution, Xoshiro256& random) {
  return std::visit(Draw{random}, distribution);
}

double mean(const Distribution& distribution) { return std::visit(Mean{}, distribution); }

}  // namespace hapax::simulate
