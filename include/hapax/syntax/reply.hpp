// Whole HTTP/1 replies in a file, as `errorfile` names them.
//
// What HAProxy does, measured on 2.6 to 3.2: empty lines before the status line are passed over; a line ends with LF or
// CR LF; the version is two digits with a dot; the status may be any number but 1xx other than 101; the headers end
// with an empty line, and the rest of the file is the body. A Content-Length must be right, unless there is a
// Transfer-Encoding, which must not end with chunked; statuses without a body may not have one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include <hapax/base/version.hpp>

namespace hapax::syntax {

struct ReplyField {
  std::string_view name;
  std::string_view value;  ///< without the blanks around it
};

/// Views into the text that was read.
struct Reply {
  std::uint32_t status = 0;
  std::string_view reason;
  std::vector<ReplyField> fields;
  std::string_view body;
};

enum class ReplyProblem : std::uint8_t {
  status_line,        ///< the first line is none
  status,             ///< 1xx, apart from 101
  field,              ///< a line that is no header
  too_many_fields,    ///< more than the limit
  unfinished,         ///< the text ends before the empty line that ends the headers
  content_length,     ///< is no number, or two different ones
  transfer_encoding,  ///< an empty coding, or chunked twice
  chunked,            ///< the body would have to be cut into chunks
  wrong_length,       ///< the body has another length than Content-Length says
  unexpected_body,    ///< the status has no body, or the length is 0
};

struct ReplyError {
  ReplyProblem problem = ReplyProblem::status_line;
  std::uint32_t offset = 0;     ///< in the text, of the line that is wrong
  std::uint64_t announced = 0;  ///< wrong_length: what Content-Length says
  std::uint64_t length = 0;     ///< wrong_length, unexpected_body: that of the body
};

/// Reads a text that is not empty. `most_fields` is one less than HAProxy's tune.http.maxhdr.
[[nodiscard]] tl::expected<Reply, ReplyError> parse_reply(std::string_view text, Version version,
                                                          std::size_t most_fields);

}  // namespace hapax::syntax
