// Addresses: what each directive takes of HAProxy's address language.
#pragma once

#include "config/typing/signature.hpp"

namespace hapax::config {

/// Reads the address in a word for a role, the detail of its parameter: bind, server, source, check, nameserver ...
/// A bind line may hold several, separated by commas; the value is the first. Gives monostate when something was wrong.
Value read_address(Reading& reading, const Place& place, std::string_view role, const Word& word);

/// Whether it is an IP address, and no name that may resolve to anything later.
[[nodiscard]] bool is_literal(const syntax::Address& address);

/// Whether its port is that of the client, moved: `192.0.2.1:+10`.
[[nodiscard]] bool has_port_offset(const syntax::Address& address);

}  // namespace hapax::config
