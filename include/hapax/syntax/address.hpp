// Addresses: section 2.9 of the manual (address formats).
//
// HAProxy finds the port behind the last ':' unless a ']' comes later, so that `::1` is the host `:` with port 1,
// `:::80` every IPv6 address, and `[::1]` an address without port. Whether a port, a range, an offset, a socket or a
// datagram is allowed depends on the directive; that is for its reader to say.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/base/arena.hpp>
#include <hapax/base/version.hpp>
#include <hapax/syntax/environment.hpp>
#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

enum class AddressFamily : std::uint8_t {
  ip,  ///< IPv4 or IPv6, as the host says
  ipv4,
  ipv6,
  unix_path,      ///< unix@PATH, or a text that begins with '/'
  abstract,       ///< abns@NAME
  abstract_zero,  ///< abnsz@NAME, since 3.2
  descriptor,     ///< fd@NUMBER
  socket_pair,    ///< sockpair@NUMBER
  reverse_http,   ///< rhttp@NAME or the bare word rhttp, since 3.0
};

/// What kind of socket, or of transport over it, a prefix asks for; by_statement: none, the directive decides.
enum class SocketKind : std::uint8_t { by_statement, stream, datagram };

/// What the host part of an IP address is.
enum class HostKind : std::uint8_t {
  none,  ///< no IP address
  any,   ///< '*' or nothing: every address
  ipv4,  ///< a dotted quad
  ipv6,
  old_ipv4,    ///< an IPv4 address as inet_aton() knows them: "1.2.3", "12345"
  name,        ///< a host name, to be resolved
  impossible,  ///< cannot be resolved: a character that no name has, or a last label of digits only
};

enum class PortForm : std::uint8_t { none, single, range, plus, minus };

struct Address {
  AddressFamily family = AddressFamily::ip;
  SocketKind socket = SocketKind::by_statement;
  SocketKind transport = SocketKind::by_statement;
  bool mptcp = false;       ///< mptcp@, since 3.2
  bool bracketed = false;   ///< the host stands in [ ]
  std::string_view prefix;  ///< as written, with '+' and '@': "dgram+ipv4@"; empty when there is none

  std::string_view host;  ///< host without brackets, or path, name, number
  std::uint32_t host_offset = 0;
  HostKind host_kind = HostKind::none;

  PortForm port_form = PortForm::none;
  std::uint16_t port = 0;       ///< the port, the first of a range, or the offset's amount
  std::uint16_t last_port = 0;  ///< the last of a range, else equal to `port`
  std::uint32_t port_offset = 0;
  std::uint32_t port_length = 0;  ///< with its sign; 0 also for "host:"

  std::int64_t descriptor = -1;  ///< for fd@ and sockpair@

  [[nodiscard]] bool is_ip() const {
    return family == AddressFamily::ip || family == AddressFamily::ipv4 || family == AddressFamily::ipv6;
  }
};

/// An address as HAProxy of that version reads it. A prefix that the version does not know is taken for a part of the
/// host. Problems: empty; bad_descriptor (the text behind '@'); bad_ipv4, bad_ipv6 (a host of the other family);
/// bad_host (an `impossible` host); unexpected_character (in the port); missing_port (behind the '-' of a range);
/// port_out_of_range; bad_port_range. Behind a number, 2.6 takes any text for the port's end.
[[nodiscard]] Parsed<Address> parse_address(std::string_view text, Version version);

/// HAProxy replaces $NAME and ${NAME} in an address once more, in or out of quotes, by nothing when undefined. Gives
/// the text itself when it holds no '$'. Places in the result mean nothing in the text any more.
[[nodiscard]] std::string_view expand_address(std::string_view text, const Environment& environment, Arena& arena);

}  // namespace hapax::syntax
