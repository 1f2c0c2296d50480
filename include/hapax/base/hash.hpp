// A hash of short texts: words and names of a configuration.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hapax {

/// Eight bytes at a time, a rotation and a multiplication for each; the last ones overlap those before them. No defence
/// against who chooses texts that collide. The same in every run, but not on every machine.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size();
  const auto mix = [&hash](std::uint64_t bytes) { hash = (std::rotl(hash, 29) ^ bytes) * kFactor; };
  const auto eight = [](const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  };
  const auto four = [](const char* at) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return std::uint64_t{bytes};
  };
  const auto one = [](char c) { return std::uint64_t{static_cast<unsigned char>(c)}; };
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.size() > 8) {
    for (const char* at = begin; at < end - 8; at += 8) mix(eight(at));
    mix(eight(end - 8));
  } else if (text.size() >= 4) {
    mix(four(begin) << 32U | four(end - 4));
  } else if (!text.empty()) {
    mix(one(begin[0]) << 16U | one(begin[text.size() / 2]) << 8U | one(end[-1]));
  }
  // What the last bytes of a word change is at the upper end by now, and tables look at the lower one.
  hash = (hash ^ (hash >> 32U)) * kFactor;
  return hash ^ (hash >> 32U);
}

}  // namespace hapax
