// What is known of TLS: ended here, or seen passing by in the first bytes of a TCP stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Does the proxy end the client's TLS itself? (A TCP proxy may pass on what it cannot read.)
bool terminates_tls(const Context& context);

/// The first bytes of a TLS client. Whatever cannot be read is absent, as HAProxy's fetches do not find it.
struct ClientHello {
  /// What the session ticket extension says.
  enum class Ticket : std::uint8_t { none, empty, given };

  std::optional<std::uint8_t> type;             ///< 1: ClientHello; the rest is read of no other type
  std::uint16_t version = 0;                    ///< 0x0303: TLS 1.2
  std::string_view sni;                         ///< empty: none
  std::vector<std::string_view> alpn;           ///< protocols that the client offers
  std::optional<std::string_view> ciphers;      ///< two bytes each
  std::optional<std::string_view> groups;       ///< supported groups, two bytes each
  std::optional<std::string_view> signatures;   ///< signature algorithms, two bytes each
  std::optional<std::string> key_share_groups;  ///< groups with a key share, two bytes each
  std::optional<bool> names_groups;             ///< whether there is a supported groups extension
  std::optional<Ticket> ticket;
};

/// Nothing when `payload` does not begin with a TLS handshake record.
std::optional<ClientHello> parse_client_hello(std::string_view payload);

}  // namespace hapax::routing
