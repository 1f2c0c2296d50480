// What HAProxy's HTTP/1 parser makes of a message before any rule sees it.
//
// A request is refused (400) when its method or the name of a field is no token, its target neither a path, an absolute
// address nor "*", or holds what no target can, when two Host fields differ, or (3.0) Host holds what no host name can,
// when a length is no number, an encoding is not chunked, or an upgrade to WebSocket has no key. `option
// accept-unsafe-violations-in-http-request` lets some of that pass; the key that it makes up since 3.2 is left out. Of
// what is accepted, fields that speak of one hop lose what HAProxy decides itself: "close" and "keep-alive" in
// Connection, h2c (3.0), Upgrade and Connection without each other (3.2); equal Host and Content-Length fields become
// one, and a length beside an encoding goes.
//
// A head with too many fields, or too great for HAProxy's buffer, is refused (400, since 3.2 also 431); of a server's
// answers those that are too great, or whose length is no number, too (502).
//
// Not looked at: control characters in values (a zero is refused since 3.0).
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

#include "routing/http/headers.hpp"

namespace hapax::routing {

/// A request that HAProxy answers itself before any rule sees it.
struct Refusal {
  std::uint16_t status = 0;  ///< 0: it is not refused
  std::string_view why;      ///< for people: "two Host fields differ"
};

/// With 400 or 422, for what the parser does not take. `lenient`: the frontend has `option
/// accept-unsafe-violations-in-http-request`.
Refusal parsing_error(const Request& request, Version version, bool lenient);

/// Does it have a body? Chunks count also where there are none.
bool announces_body(const Request& request);

/// HAProxy's buffers.
struct Room {
  std::size_t bytes = 0;    ///< that a message may take when it comes in
  std::size_t headers = 0;  ///< fields
};

/// Does a message as a whole fit into a buffer of that size? Of a body that fills it by itself, what has come is a
/// matter of chance: it does not count.
bool fits_buffer(const Request& request, std::size_t bytes);
bool fits_buffer(const Response& response, std::size_t bytes);

/// What a head takes in HAProxy's buffer, apart from the list of its parts: the start line with lengths and flags, the
/// names and values of the fields, one byte that ends them. `start` is the length of the start line's three parts.
std::size_t buffered_size(std::size_t start, const Headers& headers);

/// With 400 or 431 for a request that does not fit, 413 for one of version 1.0 with a body where its method means none.
Refusal size_error(const Request& request, const Room& room, Version version);

/// Did the client ask for another protocol? Of a request with tidy fields, before rules change them.
bool asks_for_upgrade(const Request& request, Version version);

/// A server's answer that HAProxy takes for none: the client gets a page of status 502. `upgrade_asked`: what
/// asks_for_upgrade() said of its request.
bool is_junk(const Response& response, const Room& room, bool upgrade_asked);

/// True: fields changed or went.
bool tidy_request_fields(Request& request, Version version, Arena& arena);
/// What a server sends behind the announced length is no part of its answer.
void tidy_response_fields(Response& response, Arena& arena);

/// What is left of a request when it goes to the server: TE names trailers or is not there, and there is no encoding
/// unless the client's request was `encoded`.
void tidy_forwarded_fields(Request& request, bool encoded);

}  // namespace hapax::routing
