// The seed of a server's nodes by `hash-key`.
//
//   id          id * 4096: room for the nodes of the greatest weight, so that ids below 2^20 never share one
//   addr        from the address alone: servers keep their nodes when they are renamed or reordered
//   addr-port   from address and port
//   id32        the id spread over 32 bits (3.4)
//   guid        from the text of `guid` (3.4)
//
// Addresses are read in the byte order of HAProxy's usual machines, x86 and arm: least significant byte first.
//
// 3.0 spreads the id over 32 bits where all others multiply it, so that every key moves to another server between 2.8
// and 3.0 and back again after it. That was a mistake of 3.0.0 to 3.0.11 at least, of 3.1 and of 3.2.0, repaired late
// in 2025 (3.2.26 and 3.3 have the repair). Only the branch is known here, not the release: 3.0 is taken for 3.0.11,
// which distributions ship, 3.2 for what is repaired.
//
// Reference: HAProxy configuration manual, `hash-key`.
#include "routing/balance/ring_seed.hpp"

#include <arpa/inet.h>

#include <array>
#include <string_view>

#include "routing/balance/hash_functions.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

std::uint32_t id_seed(const model::Server& server, Version target) {
  return target == Version::v3_0 ? mix(server.id) : server.id * kMaxEffectiveWeight;
}

/// The seed by address; the one by id for a server without a numeric address.
std::uint32_t address_seed(const model::Server& server, bool with_port, Version target) {
  const std::uint32_t port = with_port ? mix(server.address.port) : 0;
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET, server.address.host.c_str(), bytes.data()) == 1) {
    const std::uint32_t address =
        bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
    return mix(port + address);
  }
  if (::inet_pton(AF_INET6, server.address.host.c_str(), bytes.data()) == 1) {
    return xxh32({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, port);
  }
  return id_seed(server, target);
}

std::uint32_t reversed_bytes(std::uint32_t n) { return __builtin_bswap32(n); }

}  // namespace

std::uint32_t ring_seed(const model::Server& server, Version target) {
  switch (server.hash_key) {
    case model::HashKey::id:
      break;
    case model::HashKey::addr:
      return address_seed(server, false, target);
    case model::HashKey::addr_port:
      return address_seed(server, true, target);
    case model::HashKey::id32:
      return mix(reversed_bytes(server.id));
    case model::HashKey::guid:
      if (!server.guid.empty()) return xxh32(server.guid, 0);
      break;
  }
  return id_seed(server, target);
}

}  // namespace hapax::routing
