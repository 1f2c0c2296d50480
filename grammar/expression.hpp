// Sample expressions: sections 2.2 (the second level of quoting, in arguments), 7.1 and 7.3 of HAProxy's manual.
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::expression {

using namespace tao::pegtl;

// --- 2.2: arguments in parentheses, a round of quoting of their own
// ------------------------------------------------------

struct escape : seq<one<'\\'>, one<'\\', ' ', '"', '\'', 'n', 'r', 't'>> {};
/// A backslash before anything else stands for itself, and protects nothing.
struct backslash : one<'\\'> {};
struct plain : plus<not_one<'"', '\'', '\\', ',', ')'>> {};

struct open_quote : one<'"', '\''> {};
/// The closing quote does not come.
struct unterminated : success {};
struct strong_text : plus<not_one<'\''>> {};
struct strong : seq<at<one<'\''>>, open_quote, opt<strong_text>, sor<one<'\''>, seq<unterminated, failure>>> {};
struct weak_text : plus<not_one<'"', '\\'>> {};
struct weak : seq<at<one<'"'>>, open_quote, star<sor<weak_text, escape, backslash>>,
                  sor<one<'"'>, seq<unterminated, failure>>> {};

struct argument : star<sor<plain, escape, backslash, strong, weak>> {};
struct open_arguments : one<'('> {};
struct close_arguments : one<')'> {};
/// `()` is a call without arguments.
struct arguments : seq<open_arguments, sor<close_arguments, seq<list<argument, one<','>>, close_arguments>>> {};

// --- 7.1, 7.3: a call, and a chain of them
// ----------------------------------------------------------------------------------

struct name : plus<sor<alnum, one<'_', '-', '.', '+'>>> {};
struct call : seq<name, sor<arguments, not_at<one<'('>>>> {};
struct commas : plus<one<','>> {};

struct chain : list<call, commas> {};

}  // namespace hapax::grammar::expression
