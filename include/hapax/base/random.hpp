// The random source that comes in from outside: routing and simulation never make their own.
#pragma once

#include <array>
#include <cstdint>

namespace hapax {

/// A source of uniformly distributed 32-bit numbers.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual std::uint32_t next32() = 0;
};

/// xoshiro256** 1.0 by Blackman and Vigna (public domain algorithm), seeded by splitmix64. The same seed gives the
/// same numbers on every machine.
class Xoshiro256 final : public RandomSource {
 public:
  explicit Xoshiro256(std::uint64_t seed);
  std::uint64_t next64();
  std::uint32_t next32() override { return static_cast<std::uint32_t>(next64() >> 32); }
  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next64() >> 11) * 0x1.0p-53; }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace hapax
