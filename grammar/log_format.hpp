// Log formats: section 8.2.6 of HAProxy's manual (custom log format).
//
// The expression in %[...] ends where the expression ends, not at the first ']', so it is read by its own grammar: an
// item matches up to the '['.
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::log_format {

using namespace tao::pegtl;

struct text : plus<not_one<'%'>> {};

// --- %(NAME:TYPE), since 3.0
// -----------------------------------------------------------------------------------------------

struct name_character : sor<alnum, one<'_', '-'>> {};
struct item_name : star<name_character> {};
struct type_str : string<'s', 't', 'r'> {};
struct type_sint : string<'s', 'i', 'n', 't'> {};
struct type_bool : string<'b', 'o', 'o', 'l'> {};
struct type_raw : string<'r', 'a', 'w'> {};
struct item_type : seq<sor<type_str, type_sint, type_bool, type_raw>, at<not_one<'_', '-'>>, not_at<alnum>> {};
struct named : seq<one<'('>, item_name, opt<one<':'>, item_type>, one<')'>> {};

// --- %{FLAGS}
// --------------------------------------------------------------------------------------------------------------

struct flags : star<not_one<'}'>> {};
struct flagged : seq<one<'{'>, flags, one<'}'>> {};

// --- what an item is made of
// -------------------------------------------------------------------------------------------------

struct alias : plus<alnum> {};
struct open_expression : one<'['> {};
struct literal_percent : one<'%'> {};
/// What cannot stand behind a '%'; any other character stands for itself, and the '%' is dropped.
struct forbidden : sor<digit, one<' ', '\t'>, eof> {};
struct literal_character : seq<not_at<forbidden>, any> {};

/// With flags an alias may begin with a digit (there is none that does), and nothing else may follow.
struct behind_flags : sor<alias, open_expression> {};
struct behind_percent : sor<seq<at<alpha>, alias>, open_expression, literal_percent, literal_character> {};

struct percent : one<'%'> {};

// --- the flags themselves
// ----------------------------------------------------------------------------------------------------

struct flag_name : star<not_one<',', '+', '-'>> {};
struct flag_sign : one<'+', '-'> {};
struct flag : seq<opt<flag_name>, star<flag_sign, flag_name>> {};
struct flag_list : seq<flag, star<one<','>, flag>> {};

}  // namespace hapax::grammar::log_format
