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
  // addresses
  missing_port,       ///< a port range without its end
  port_out_of_range,  ///< above 65535
  bad_port_range,     ///< the first port is above the last
  bad_descriptor,     ///< fd@ or sockpair@ without a number
  bad_host,           ///< neither an address nor a name that could be resolved
  bad_ipv4,           ///< an IPv6 address where the prefix wants IPv4
  bad_ipv6,           ///< an IPv4 address where the prefix wants IPv6
  // expressions and log formats
  missing_name,         ///< a call without a name
  missing_comma,        ///< something else than ',' between two calls
  missing_parenthesis,  ///< '(' without ')'
  missing_quote,        ///< a quote within arguments that is not closed
  missing_bracket,      ///< '%[' without ']' behind the expression
  missing_brace,        ///< '{' without '}'; in a condition these are words of their own
  missing_item,         ///< '%', '%{...}' or '%(...)' without a variable or an expression behind
  bad_item_name,        ///< in %(NAME): a character that a name cannot hold, or no ')'
  bad_item_type,        ///< in %(NAME:TYPE): another type than str, sint, bool, raw
  // ACLs
  unknown_flag,      ///< a flag that HAProxy does not know here
  missing_argument,  ///< a flag that needs the word behind it
  // predicates
  missing_operand,  ///< nothing that could be a condition where one must stand
  too_deep,         ///< nested beyond HAProxy's limit
  trailing_text,    ///< something behind the end
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
