// CONNECT: its target is a host and a port, which a Host header has to name, too. Where the port is that of a scheme
// (80 or 443) the header need not say it, and loses it. Found by experiments; not looked at: targets that `option
// accept-unsafe-violations-in-http-request` lets pass, and absolute ones (2.6).
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

/// HOST:PORT; what follows a slash does not matter, nor whether there is such a port.
bool is_connect_target(std::string_view target);

/// Does the Host header, where there is one, name what the target does?
bool names_connect_target(const Request& request);

/// The header without the scheme's own port. True: it changed.
bool tidy_connect_host(Request& request);

/// As the request goes to the server: it has no body.
void drop_connect_length(Request& request, Version version);

/// The answer to it: with a status of success, a tunnel follows, and no body.
void drop_tunnel_length(Response& response, Version version);

}  // namespace hapax::routing
