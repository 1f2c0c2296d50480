// A seed that nobody can guess: `balance random` must not be predictable from outside.
#pragma once

#include <sys/random.h>

#include <cstdint>

namespace hapax::runtime {

inline std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  if (getrandom(&seed, sizeof seed, 0) != sizeof seed) return 1;
  return seed;
}

}  // namespace hapax::runtime
