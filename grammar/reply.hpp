// A whole HTTP/1 reply, as it stands in a file that `errorfile` names (section 4.3 of HAProxy's manual; RFC 9112,
// section 2.1, says the same but for the blanks and line ends that HAProxy is easy about).
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::reply {

using namespace tao::pegtl;

struct line_end : seq<opt<one<'\r'>>, one<'\n'>> {};
struct empty_lines : star<line_end> {};
struct blanks : plus<blank> {};

struct version : seq<digit, one<'.'>, digit> {};
struct status : plus<digit> {};
struct reason : star<not_one<'\r', '\n'>> {};
struct status_line : seq<string<'H', 'T', 'T', 'P', '/'>, version, blanks, status, opt<blanks, reason>, line_end> {};

struct token_char : sor<alnum, one<'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'>> {};
struct field_name : plus<token_char> {};
/// A line that begins with a blank goes on with the value.
struct fold : seq<line_end, blank> {};
struct field_value : star<sor<fold, not_one<'\r', '\n'>>> {};
struct field : seq<field_name, one<':'>, field_value, line_end> {};

/// A Content-Length: the same number once or several times.
struct length_number : plus<digit> {};
struct lengths : seq<star<blank>, list<length_number, one<','>, blank>, star<blank>, eof> {};

}  // namespace hapax::grammar::reply
