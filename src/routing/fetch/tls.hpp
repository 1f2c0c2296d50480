// What is known of TLS: ended here, or seen passing by in the first bytes of a TCP stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Does the proxy end the client's TLS itself? (A TCP proxy may pass on what it cannot read.)
bool terminates_tls(const Context& context);

/// The first bytes of a TLS client.
struct ClientHello {
  std::uint8_t type = 0;      ///< 1: ClientHello
  std::uint16_t version = 0;  ///< 0x0303: TLS 1.2
  std::string_view sni;       ///< empty: none
};

/// Nothing when `payload` does not begin with a TLS handshake record.
std::optional<ClientHello> parse_client_hello(std::string_view payload);

}  // namespace hapax::routing
