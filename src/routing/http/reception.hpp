// What HAProxy's HTTP/1 parser makes of a message before any rule sees it.
//
// A request is refused (400) when its method is no token, its target neither a path, an absolute address nor "*", or
// holds a
// '#', when two Host fields differ, or (3.0) when Host holds what no host name can. `option
// accept-unsafe-violations-in-http-request` is not considered. Of what is accepted, fields that speak of one hop lose
// what HAProxy decides itself: "close" and "keep-alive" in Connection, h2c (3.0), Upgrade and Connection without each
// other (3.2); equal Host and Content-Length fields become one.
#pragma once

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

/// False: the request is answered with 400.
bool is_well_formed(const Request& request, Version version);

/// True: fields changed or went.
bool tidy_request_fields(Request& request, Version version, Arena& arena);
void tidy_response_fields(Response& response, Arena& arena);

/// What is left of a request when it goes to the server: TE names trailers or is not there.
void tidy_forwarded_fields(Request& request);

}  // namespace hapax::routing
