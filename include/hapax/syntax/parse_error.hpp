// What the parsers of values and embedded languages answer: a value, or what is wrong and where.
//
// They read the text of one resolved word (resolve.hpp), or several, and know nothing of files: places are offsets into
// that text, and locate() turns them into a Span. None of them throws, reads a file or asks a clock.
#pragma once

#include <cstdint>

#include <tl/expected.hpp>

namespace hapax::syntax {

/// What is wrong. Each parser lists those that it gives.
enum class Problem : std::uint8_t {
  empty,                 ///< nothing where a value must stand
  unexpected_character,  ///< a character that cannot stand here
  overflow,              ///< a number beyond what HAProxy can hold
  bad_integer,           ///< not a decimal integer
  port_out_of_range,     ///< above 65535
  bad_port_range,        ///< the first port is above the last
  bad_descriptor,        ///< fd@ or sockpair@ without a number
  missing_path,          ///< unix@, abns@ without a path or name
  bad_ipv4,              ///< ipv4@ before something that is an IPv6 address
  bad_ipv6,              ///< ipv6@ before something that is an IPv4 address
  missing_name,          ///< a call without a name
  missing_comma,         ///< something else than ',' between two calls
  missing_parenthesis,   ///< '(' without ')', perhaps for a quote that is not closed
  missing_bracket,       ///< '%[' without ']'
  missing_brace,         ///< '{' without '}', in a condition a word of its own
  too_deep,              ///< nested beyond HAProxy's limit
  missing_operand,       ///< an operator of a condition without something on that side
  unknown_flag,          ///< a flag that HAProxy does not know here
  missing_argument,      ///< a flag that needs the word behind it
  missing_item,          ///< in a log format: '%', '%{...}' or '%(...)' without a variable or expression behind
  trailing_text,         ///< something behind the end
};

/// Where and what. `length` may be 0: a place where something is missing.
struct ParseError {
  Problem problem;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  friend bool operator==(const ParseError&, const ParseError&) = default;
};

template <class T>
using Parsed = tl::expected<T, ParseError>;

}  // namespace hapax::syntax
