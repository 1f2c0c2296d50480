#include <hapax/base/hash.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hapax {
namespace {

// How many slots are looked at, on average, when `prefix` with a number behind it is put into a table that is a third
// full: 1.2 where names scatter.
double slots_for_each(const std::string& prefix) {
  constexpr std::size_t kSlots = std::size_t{1} << 17;
  constexpr std::size_t kNames = 42'500;
  std::vector<bool> taken(kSlots);
  std::size_t looked_at = kNames;
  for (std::size_t i = 0; i < kNames; ++i) {
    std::size_t at = hash_of(prefix + std::to_string(i)) & (kSlots - 1);
    for (; taken[at]; at = (at + 1) & (kSlots - 1)) ++looked_at;
    taken[at] = true;
  }
  return static_cast<double>(looked_at) / kNames;
}

TEST(Hash, ScattersNamesThatDifferInANumber) {
  for (const std::string prefix : {"", "a", "is_", "host-", "backend-", "www.example-"})
    EXPECT_LT(slots_for_each(prefix), 1.5) << prefix;
}

TEST(Hash, LooksAtEveryByte) {
  for (std::size_t size = 1; size < 40; ++size) {
    const std::string text(size, 'x');
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'y';
      EXPECT_NE(hash_of(other), hash_of(text)) << size << ' ' << at;
    }
  }
}

}  // namespace
}  // namespace hapax
