// A hash of short texts: words and names of a configuration.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hapax {

/// Eight bytes at a time, a rotation and a multiplication for each; no defence against who chooses texts that collide.
/// The same in every run, but not on every machine.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size();
  const auto mix = [&hash](std::uint64_t bytes) { hash = (std::rotl(hash, 29) ^ bytes) * kFactor; };
  std::uint64_t bytes = 0;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    mix(bytes);
  }
  bytes = 0;
  for (const char c : text) bytes = bytes << 8U | static_cast<unsigned char>(c);
  mix(bytes);
  return hash ^ (hash >> 32U);
}

}  // namespace hapax
