// The random source that comes in from outside: routing and simulation never make their own.
#pragma once

#include <array>
#include <bit>
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
  std::uint64_t next64() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  std::uint32_t next32() override { return static_cast<std::uint32_t>(next64() >> 32); }
  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next64() >> 11) * 0x1.0p-53; }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace hapax
