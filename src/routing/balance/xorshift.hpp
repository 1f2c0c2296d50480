// The generator that HAProxy 2.6 to 2.9 balance with: Marsaglia's xorshift of 32 bits ("Xorshift RNGs", 2003, the
// triple 13, 17, 5), one a thread and shared by all backends, always started from the same number. What is decided from
// it can therefore be foretold, for one thread.
#pragma once

#include <cstdint>

#include <hapax/base/random.hpp>

namespace hapax::routing {

class Xorshift32 final : public RandomSource {
 public:
  std::uint32_t next32() override {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

 private:
  std::uint32_t state_ = 2463534242;
};

}  // namespace hapax::routing
