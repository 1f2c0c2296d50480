// The functions that turn a key into 32 bits, as `hash-type` names them, and the mixing that the ring and `avalanche`
// use. Input may be empty everywhere. Reference: HAProxy configuration manual, `hash-type`.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/model/server.hpp>

namespace hapax::routing {

/// The hash of the sdbm database library: h * 65599 + byte.
std::uint32_t sdbm(std::string_view key);
/// Daniel J. Bernstein's: h * 33 + byte, from 5381.
std::uint32_t djb2(std::string_view key);
/// HAProxy's own, two words and data-dependent rotations.
std::uint32_t wt6(std::string_view key);
/// The reflected CRC-32 of zip and Ethernet.
std::uint32_t crc32(std::string_view key);
/// `none`: the key is a decimal number; its low 32 bits. Reading stops at the first other byte.
std::uint32_t number(std::string_view key);

/// XXH32 and XXH64 as published.
std::uint32_t xxh32(std::string_view data, std::uint32_t seed);
std::uint64_t xxh64(std::string_view data, std::uint64_t seed);

/// A permutation of the 32-bit numbers under which neighbours end up far apart (`avalanche`).
std::uint32_t mix(std::uint32_t a);

/// The function a backend hashes with, avalanche not included.
std::uint32_t hash(model::HashFunction function, std::string_view key);

}  // namespace hapax::routing
