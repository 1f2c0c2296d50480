#include <simulate/exponential.hpp>

#include <cmath>

namespace hapax::simulate {

double rare_exponential(std::size_t layer, double x, Xoshiro256& random) {
  if (layer == 0) return ExponentialLayers::kTail + standard_exponential(random);
  const double low = kExponentialLayers.height[layer];
  const double high = kExponentialLayers.height[layer + 1];
  return low + random.uniform() * (high - low) < std::exp(-x) ? x : standard_exponential(random);
}

}  // namespace hapax::simulate
