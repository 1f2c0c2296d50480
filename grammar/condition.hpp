// Conditions and ACL flags: sections 7.1 (ACL basics) and 7.2 (using ACLs to form conditions) of HAProxy's manual.
//
// They are made of words, which the line's grammar has cut; these rules say what a single word of a condition is.
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::condition {

using namespace tao::pegtl;

// --- 7.2: a word of a condition
// ----------------------------------------------------------------------------------------------

struct negation : one<'!'> {};
/// Behind the negations nothing else is left.
struct nothing_yet : eof {};
struct alternative : seq<sor<istring<'o', 'r'>, string<'|', '|'>>, eof> {};
struct open_brace : seq<one<'{'>, eof> {};
struct acl_name : plus<any> {};
struct word : seq<star<negation>, sor<nothing_yet, alternative, open_brace, acl_name>> {};

/// Only as a whole word, without negations.
struct close_brace : seq<one<'}'>, eof> {};

// --- 7.1: a flag of an ACL
// ---------------------------------------------------------------------------------------------------

struct ignore_case : seq<string<'-', 'i'>, eof> {};
struct no_dns : seq<string<'-', 'n'>, eof> {};
struct file : seq<string<'-', 'f'>, eof> {};
struct method : seq<string<'-', 'm'>, eof> {};
struct map : seq<string<'-', 'M'>, eof> {};
struct unique_id : seq<string<'-', 'u'>, eof> {};
struct end_of_flags : seq<string<'-', '-'>, eof> {};
struct unknown_flag : seq<one<'-'>, star<any>> {};
struct flag : sor<ignore_case, no_dns, file, method, map, unique_id, end_of_flags, unknown_flag> {};

}  // namespace hapax::grammar::condition
