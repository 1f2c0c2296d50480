#include "routing/balance/hash_functions.hpp"

#include <xxhash.h>
#include <zlib.h>

#include <bit>
#include <limits>

namespace hapax::routing {

std::uint32_t sdbm(std::string_view key) {
  std::uint32_t h = 0;
  for (const char c : key) h = h * 65599 + static_cast<unsigned char>(c);
  return h;
}

std::uint32_t djb2(std::string_view key) {
  std::uint32_t h = 5381;
  for (const char c : key) h = h * 33 + static_cast<unsigned char>(c);
  return h;
}

std::uint32_t wt6(std::string_view key) {
  std::uint32_t a = 0xA53C965A;
  std::uint32_t c = 0x5CA6953A;
  unsigned rotate_a = 6;
  unsigned rotate_c = 18;
  for (const char byte : key) {
    const std::uint32_t b = static_cast<unsigned char>(byte);
    a = ~(a ^ b);
    c = ~(c + b);
    const std::uint32_t turned = std::rotl(c, static_cast<int>(rotate_a));
    c = std::rotl(a, static_cast<int>(rotate_c));
    a = turned;
    const std::uint32_t next = ((a >> 16) ^ c) & 0xFFFF;
    rotate_a = next & 31;
    rotate_c = next >> 11;
  }
  return a ^ c;
}

std::uint32_t crc32(std::string_view key) {
  return static_cast<std::uint32_t>(
      ::crc32_z(0, reinterpret_cast<const Bytef*>(key.data()), static_cast<z_size_t>(key.size())));
}

std::uint32_t number(std::string_view key) {
  const bool negative = !key.empty() && key.front() == '-';
  if (negative || (!key.empty() && key.front() == '+')) key.remove_prefix(1);
  // Saturates at the ends of a signed 64-bit number, whose low words are all ones and all zeros.
  const std::uint64_t bound = negative ? std::uint64_t{1} << 63 : std::numeric_limits<std::int64_t>::max();
  std::uint64_t value = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') break;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (bound - digit) / 10) {
      value = bound;
      break;
    }
    value = value * 10 + digit;
  }
  return static_cast<std::uint32_t>(negative ? 0 - value : value);
}

std::uint32_t xxh32(std::string_view data, std::uint32_t seed) { return XXH32(data.data(), data.size(), seed); }
std::uint64_t xxh64(std::string_view data, std::uint64_t seed) { return XXH64(data.data(), data.size(), seed); }

std::uint32_t mix(std::uint32_t a) {
  a = (a + 0x7ED55D16) + (a << 12);
  a = (a ^ 0xC761C23C) ^ (a >> 19);
  a = (a + 0x165667B1) + (a << 5);
  a = (a + 0xD3A2646C) ^ (a << 9);
  a = (a + 0xFD7046C5) + (a << 3);
  a = (a ^ 0xB55A4F09) ^ (a >> 16);
  return a * 0xC0000001;
}

std::uint32_t hash(model::HashFunction function, std::string_view key) {
  switch (function) {
    case model::HashFunction::sdbm:
      return sdbm(key);
    case model::HashFunction::djb2:
      return djb2(key);
    case model::HashFunction::wt6:
      return wt6(key);
    case model::HashFunction::crc32:
      return crc32(key);
    case model::HashFunction::none:
      return number(key);
  }
  return 0;
}

}  // namespace hapax::routing
