// Writing the head of an HTTP/1 message.
#pragma once

#include <hapax/routing/message.hpp>

#include "runtime/http1/head.hpp"
#include "runtime/net/buffer.hpp"

namespace hapax::runtime::http1 {

/// What the head says about the connection that carries it. Tokens of `close` and `keep-alive` that came with the
/// message concern the other side's connection and are never passed on.
enum class Persistence : std::uint8_t { unsaid, keep_alive, close };

/// Both return false, and write nothing, when the head does not fit into the buffer's room.
bool write_request_head(const routing::Request& request, Persistence persistence, Buffer& to);
bool write_response_head(const routing::Response& response, const ResponseVersion& version, Persistence persistence,
                         Buffer& to);

/// The usual reason phrase of a status; "Unknown" where there is none.
std::string_view reason_of(std::uint16_t status);

}  // namespace hapax::runtime::http1
