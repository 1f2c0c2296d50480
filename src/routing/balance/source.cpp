// `balance source`: the client's address, as PROXY protocol or set-src left it. IPv4 is the number in network order,
// IPv6 the exclusive or of its four words. Reference: HAProxy configuration manual, `balance source`.
#include <hapax/routing/router.hpp>

#include "routing/balance/hash_key.hpp"

namespace hapax::routing {

std::optional<std::uint32_t> source_hash(const Choice& choice) {
  const ClientConnection* connection = choice.transaction.connection;
  if (connection == nullptr) return std::nullopt;
  // Before decide() saw the transaction it has no address of its own.
  const Address& source = choice.transaction.state != nullptr ? choice.transaction.source : connection->source;
  const auto word = [&source](std::size_t at) {
    return std::uint32_t{source.bytes[at]} << 24 | std::uint32_t{source.bytes[at + 1]} << 16 |
           std::uint32_t{source.bytes[at + 2]} << 8 | source.bytes[at + 3];
  };
  if (source.family == Address::Family::ipv4) return word(0);
  if (source.family == Address::Family::ipv6) return word(0) ^ word(4) ^ word(8) ^ word(12);
  return std::nullopt;
}

}  // namespace hapax::routing
