// The conditions of `.if` and `.elif`: section 2.4 of HAProxy's manual (conditional blocks).
//
// This is the one grammar that refers to itself, through parentheses; `within_limit` bounds how deep.
#pragma once

#include <tao/pegtl.hpp>

#include "grammar/expression.hpp"

namespace hapax::grammar::predicate {

using namespace tao::pegtl;

struct blanks : star<one<' ', '\t'>> {};

// --- what stands alone: numbers as strtol() knows them, predicates with arguments
// ----------------------------------------

struct hexadecimal : seq<one<'0'>, one<'x', 'X'>, plus<xdigit>> {};
struct octal : seq<one<'0'>, star<range<'0', '7'>>> {};
struct decimal : plus<digit> {};
struct number : seq<opt<one<'+', '-'>>, sor<hexadecimal, octal, decimal>> {};

struct name : identifier {};
/// Without parentheses nothing but a space may follow.
struct call : seq<name, sor<expression::arguments, at<sor<one<' '>, eof>>>> {};

// --- what holds others
// -------------------------------------------------------------------------------------------------------

struct disjunction;
struct within_limit : success {};
struct open : one<'('> {};
struct close : one<')'> {};
struct parentheses : seq<open, blanks, disjunction, blanks, close> {};

struct negations : star<one<'!'>, blanks> {};
struct term : seq<blanks, within_limit, negations, sor<parentheses, number, call>> {};
struct and_sign : string<'&', '&'> {};
struct and_term : seq<blanks, and_sign, term> {};
struct conjunction : seq<term, star<and_term>> {};
struct or_sign : string<'|', '|'> {};
struct or_conjunction : seq<blanks, or_sign, conjunction> {};
struct disjunction : seq<conjunction, star<or_conjunction>> {};

struct condition : sor<eof, seq<disjunction, blanks, eof>> {};

}  // namespace hapax::grammar::predicate
