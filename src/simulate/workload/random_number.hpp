// Random whole numbers, uniform or by Zipf's law.
#pragma once

#include <hapax/base/random.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate {

/// Draws numbers of one kind. What a Zipf distribution needs is computed once.
class NumberSource {
 public:
  explicit NumberSource(const RandomNumber& number);
  std::uint64_t draw(Xoshiro256& random) const;

 private:
  [[nodiscard]] double integral(double x) const;
  [[nodiscard]] double inverse(double y) const;

  RandomNumber number_;
  double count_ = 1;
  double from_ = 0;
  double to_ = 0;
  double squeeze_ = 0;
};

}  // namespace hapax::simulate
