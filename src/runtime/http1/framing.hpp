// Where a message ends (RFC 9112 section 6), and what its connection is to become afterwards (section 9.3, and
// RFC 9110 section 7.8 on upgrades).
//
// This is where request smuggling lives, so the rules are strict and in one place: what a message says about its length
// is checked, reduced to one unambiguous statement in the header fields, and only then anything else sees it.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/routing/message.hpp>

#include "runtime/http1/head.hpp"

namespace hapax::runtime::http1 {

enum class BodyKind : std::uint8_t {
  none,
  length,  ///< Framing::length bytes
  chunked,
  until_close,  ///< answers only
};

struct Framing {
  BodyKind kind = BodyKind::none;
  std::uint64_t length = 0;
  bool keep_alive = true;  ///< the sender is ready for another message on this connection
  bool upgrade = false;    ///< asks for, or agrees to, another protocol
};

/// What a message's framing makes of it: 0 when it can go on, else the status that HAProxy answers with.
struct RequestFraming : Framing {
  std::uint16_t refusal = 0;
  bool ambiguous = false;  ///< said two things about its length, or one that its version does not know
  bool expects_continue = false;
};

/// Checks a request's length, target and host, and reduces its header fields: of Transfer-Encoding and Content-Length
/// at most one remains, several equal ones become one, Connection keeps only what concerns the next hop.
RequestFraming frame_request(routing::Request& request);

/// Likewise for an answer to a request with this method. `ok` is false when the answer cannot be trusted (502).
struct ResponseFraming : Framing {
  bool ok = true;
};
ResponseFraming frame_response(routing::Response& response, const ResponseVersion& version,
                               std::string_view request_method);

}  // namespace hapax::runtime::http1
