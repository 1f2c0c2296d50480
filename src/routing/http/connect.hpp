// CONNECT: its target is a host and a port, which a Host header has to name, too. Where the port is that of a scheme
// (80 or 443) the header need not say it, and loses it. Before 3.0 a scheme may stand before them. Found by
// experiments; not looked at: targets that `option accept-unsafe-violations-in-http-request` lets pass.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

/// HOST:PORT; what follows a slash does not matter, nor whether there is such a port.
bool is_connect_target(std::string_view target, Version version);

/// Does the Host header, where there is one, name what the target does?
bool names_connect_target(const Request& request, Version version);

/// The header without the scheme's own port. True: it changed.
bool tidy_connect_host(Request& request, Version version);

/// As the request goes to the server: it has no body.
void drop_connect_length(Request& request, Version version);

/// Did the server open the tunnel? Then no body follows.
bool opens_tunnel(std::uint16_t server_status);

/// The answer that opens a tunnel has no length since 3.0, and since 3.2 none that rules see. Where a rule gives it the
/// status of a failure, or the client did not ask for a tunnel, HAProxy says that it comes in chunks.
void drop_tunnel_length(Response& response, Version version);
void settle_tunnel(Response& response, bool asked, Version version);

}  // namespace hapax::routing
