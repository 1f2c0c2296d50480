// Reading the head of an HTTP/1 message: start line and header fields.
//
// A head is read when it has come whole (find_head_end), out of memory that the caller gives and that lives as long as
// the message: names are turned to lower case in place, folded lines are joined in place, and everything else points
// into it.
//
// What is accepted is what HAProxy accepts (tests/runtime/http1/conformance_test.cpp holds the table): lines may end in
// LF alone; the method is any token; a blank before the colon, a bare CR, a NUL, an empty name, a control character or
// a fragment in the target are refused; obsolete line folding is joined by blanks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/routing/message.hpp>

namespace hapax::runtime::http1 {

/// Where the head that starts at the front of `bytes` ends: the offset behind its empty line, 0 when it has not come
/// yet. `scanned` keeps how far former calls looked; it starts as 0.
std::size_t find_head_end(std::string_view bytes, std::size_t& scanned);

/// How many bytes of empty lines stand before a request line; they are dropped.
std::size_t count_leading_newlines(std::string_view bytes);

/// Whether the first bytes of a request, whose head has not come whole, can still become one.
bool may_become_request(std::string_view bytes);

enum class HeadError : std::uint8_t {
  none,
  bad,               ///< 400, or 502 from a server
  too_many_headers,  ///< 400, or 502 from a server
};

struct Limits {
  std::size_t headers = 101;
};

/// `head` is a whole request head without leading newlines. Fills in everything of `request` but the body.
HeadError parse_request_head(std::span<char> head, const Limits& limits, routing::Request& request);

/// Likewise for the head of an answer; `major` and `minor` are those of the server.
struct ResponseVersion {
  std::uint8_t major = 1;
  std::uint8_t minor = 1;
};
HeadError parse_response_head(std::span<char> head, const Limits& limits, routing::Response& response,
                              ResponseVersion& version);

/// Header fields alone, up to and with the empty line: trailers.
HeadError parse_fields(std::span<char> text, const Limits& limits, std::vector<routing::Header>& fields);

}  // namespace hapax::runtime::http1
