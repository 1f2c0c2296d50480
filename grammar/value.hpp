// Times and sizes: sections 2.5 (time format) and 2.6 (size format) of HAProxy's manual; numbers.
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::value {

using namespace tao::pegtl;

struct number : plus<digit> {};

// --- 2.5: units in lower case; HAProxy does not look behind the unit
// -----------------------------------------------------

struct unit_us : string<'u', 's'> {};
struct unit_ms : string<'m', 's'> {};
struct unit_s : one<'s'> {};
struct unit_m : one<'m'> {};
struct unit_h : one<'h'> {};
struct unit_d : one<'d'> {};
struct time_unit : sor<unit_us, unit_ms, unit_s, unit_m, unit_h, unit_d> {};
struct unread : star<any> {};
struct time : seq<number, sor<eof, seq<time_unit, unread>>> {};

// --- 2.6: units in either case
// ---------------------------------------------------------------------------------------------

struct unit_k : one<'k', 'K'> {};
struct unit_mega : one<'m', 'M'> {};
struct unit_g : one<'g', 'G'> {};
struct size : seq<number, opt<sor<unit_k, unit_mega, unit_g>>, eof> {};

// --- numbers
// ---------------------------------------------------------------------------------------------------------------

struct minus : one<'-'> {};
struct leading_integer : seq<star<space>, opt<sor<minus, one<'+'>>>, number> {};
struct integer : seq<leading_integer, eof> {};
struct percentage : seq<number, opt<one<'%'>>, eof> {};

}  // namespace hapax::grammar::value
