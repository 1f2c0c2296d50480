// Zipf by rejection-inversion: W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from monotone
// discrete distributions", ACM TOMACS 6(3), 1996. The integral H of x^-s is inverted at a uniform point between
// H(3/2) - 1 and H(n + 1/2); the nearest whole number k is taken if the point lies within the bar of width one and
// height k^-s, which a constant test decides for most. No table, so n may be of any size, and at most two tries on
// average.
//
// H is written with expm1 and log1p, so that exponents near 1, where H becomes the logarithm, lose no digits.

#include <simulate/workload/random_number.hpp>

#include <algorithm>
#include <cmath>

namespace hapax::simulate {
namespace {

constexpr double kNearOne = 1e-9;

}  // namespace

double NumberSource::integral(double x) const {
  const double e = 1 - number_.zipf;
  return std::abs(e) < kNearOne ? std::log(x) : std::expm1(e * std::log(x)) / e;
}

double NumberSource::inverse(double y) const {
  const double e = 1 - number_.zipf;
  return std::abs(e) < kNearOne ? std::exp(y) : std::exp(std::log1p(std::max(-1.0, e * y)) / e);
}

NumberSource::NumberSource(const RandomNumber& number) : number_(number) {
  count_ = static_cast<double>(number.most - number.least) + 1;
  if (number.zipf <= 0) return;
  from_ = integral(1.5) - 1;
  to_ = integral(count_ + 0.5);
  squeeze_ = 2 - inverse(integral(2.5) - std::pow(2.0, -number.zipf));
}

std::uint64_t NumberSource::draw(Xoshiro256& random) const {
  if (number_.zipf <= 0) {
    const auto offset = static_cast<std::uint64_t>(random.uniform() * count_);
    return std::min(number_.least + offset, number_.most);
  }
  for (;;) {
    const double u = to_ + random.uniform() * (from_ - to_);
    const double x = inverse(u);
    const double k = std::clamp(std::round(x), 1.0, count_);
    if (k - x <= squeeze_ || u >= integral(k + 0.5) - std::pow(k, -number_.zipf)) {
      return number_.least + static_cast<std::uint64_t>(k) - 1;
    }
  }
}

}  // namespace hapax::simulate
