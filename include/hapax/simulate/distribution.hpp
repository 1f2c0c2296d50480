// Random times: how long a server works, how far apart requests come.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::simulate {

/// Always the same time.
struct Constant {
  routing::Time value = 0;
};
/// Exponential, by its mean.
struct Exponential {
  double mean = 0;  ///< nanoseconds
};
/// Lognormal, by its median and the standard deviation of the logarithm.
struct Lognormal {
  double median = 0;  ///< nanoseconds
  double sigma = 0;
};
/// Pareto (type I), by its least value and its shape; the mean is finite for shapes above 1.
struct Pareto {
  double minimum = 0;  ///< nanoseconds
  double shape = 0;
};
/// One of the given values, each equally likely.
struct Empirical {
  std::vector<routing::Time> values;  ///< not empty
};

using Distribution = std::variant<Constant, Exponential, Lognormal, Pareto, Empirical>;

/// One random time, never negative, at most a hundred years.
routing::Time draw(const Distribution& distribution, Xoshiro256& random);

/// The mean in nanoseconds; infinite for a Pareto distribution with a shape of at most 1.
double mean(const Distribution& distribution);

}  // namespace hapax::simulate
