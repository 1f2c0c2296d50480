// Exponential random numbers by the ziggurat method.
//
// G. Marsaglia, W. Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software 5(8),
// 2000. The area below e^-x is covered by 256 layers of equal area, all rectangles but the lowest, which has the tail.
// A layer is chosen at random and a point in it; where the point lies below the layer above it, which 99 of 100 do, its
// x is the number: no logarithm, one draw. Else the point counts only if it lies below the curve; beyond the last
// rectangle the distribution begins anew, since it has no memory.
//
// The layer comes from the low 8 bits of a draw and the point from its upper 53, which do not overlap (J. Doornik, "An
// improved ziggurat method to generate normal random samples", 2005, on why they must not).
//
// The table is computed by the compiler from sums and products alone, so it is the same on every machine.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <hapax/base/random.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::simulate {

/// The right ends of the layers, lowest first, and the curve's height there. The first is as wide as a rectangle of the
/// lowest layer's area would be.
struct ExponentialLayers {
  static constexpr std::size_t kLayers = 256;
  static constexpr double kTail = 7.69711747013104972;       // where the lowest rectangle ends
  static constexpr double kArea = 0.0039496598225815571993;  // of each layer
  std::array<double, kLayers + 1> end{};
  std::array<double, kLayers + 1> height{};
  constexpr ExponentialLayers();
};

namespace exponential {

/// e^-x for x from 0 to 16, by the series of a 64th of it.
constexpr double decay(double x) {
  double sum = 1;
  for (int i = 20; i > 0; --i) sum = 1 - sum * x / 64 / i;
  for (int i = 0; i < 6; ++i) sum *= sum;
  return sum;
}

/// The x with e^-x = y, near a first guess, by Halley's iteration.
constexpr double inverse_decay(double y, double x) {
  for (int i = 0; i < 6; ++i) {
    const double here = decay(x);
    x += 2 * (here - y) / (here + y);
  }
  return x;
}

}  // namespace exponential

constexpr ExponentialLayers::ExponentialLayers() {
  end[0] = kArea / exponential::decay(kTail);
  end[1] = kTail;
  height[1] = exponential::decay(kTail);
  for (std::size_t i = 2; i < kLayers; ++i) {
    height[i] = height[i - 1] + kArea / end[i - 1];
    end[i] = exponential::inverse_decay(height[i], end[i - 1]);
  }
  height[kLayers] = 1;
}

inline constexpr ExponentialLayers kExponentialLayers;

/// A number in the lowest layer's tail or in a corner of another one; kept out of the way of all others.
[[gnu::cold]] double rare_exponential(std::size_t layer, double x, Xoshiro256& random);

/// One with the mean 1.
[[gnu::always_inline]] inline double standard_exponential(Xoshiro256& random) {
  const std::uint64_t bits = random.next64();
  const std::size_t layer = bits % ExponentialLayers::kLayers;
  const double x = static_cast<double>(bits >> 11) * 0x1.0p-53 * kExponentialLayers.end[layer];
  return x < kExponentialLayers.end[layer + 1] ? x : rare_exponential(layer, x, random);
}

/// The nearest whole number of nanoseconds, none of them negative and none longer than a century.
inline routing::Time to_time(double nanoseconds) {
  constexpr double kLongest = 100.0 * 365 * 86'400 * 1e9;
  const double time = std::clamp(nanoseconds, 0.0, kLongest);
  // As std::llround() does, which is a call.
  const auto whole = static_cast<routing::Time>(time);
  return whole + (time - static_cast<double>(whole) >= 0.5 ? 1 : 0);
}

/// A time with this mean, in nanoseconds.
[[gnu::always_inline]] inline routing::Time exponential_time(double mean, Xoshiro256& random) {
  return to_time(mean * standard_exponential(random));
}

}  // namespace hapax::simulate
