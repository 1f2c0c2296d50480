// Lines and words: sections 2.1 (configuration file format), 2.2 (quoting and escaping) and 2.3 (environment variables)
// of HAProxy's manual.
//
// A line never fails to match: where HAProxy gives up, one of the bad_* rules matches and takes the rest of the line.
// No rule refers to itself, so the depth of the parse does not depend on the input.
#pragma once

#include <array>
#include <cstddef>

#include <tao/pegtl.hpp>

namespace hapax::grammar::line {

using namespace tao::pegtl;

// --- 2.1: lines are cut at unprotected blanks; '#' begins a comment, wherever it stands outside of quotes
// --------------

struct blank : one<' ', '\t', '\v', '\f'> {};
/// HAProxy sees nothing of a line behind its first CR or NUL, not even in quotes.
struct visible : not_one<'\0', '\r', '\n'> {};
struct rest : star<visible> {};
struct comment : seq<one<'#'>, rest> {};
/// From a CR or a NUL to the line end.
struct ignored : plus<not_one<'\n'>> {};
struct line_end : one<'\n'> {};

// --- 2.2: backslashes
// ---------------------------------------------------------------------------------------------------

struct hex_escape : seq<one<'x'>, xdigit, xdigit> {};
struct escape : seq<one<'\\'>, sor<one<' ', '#', '\\', '"', '\'', 'n', 'r', 't'>, hex_escape>> {};
/// In weak quotes a backslash keeps a '$' from being a variable.
struct escaped_dollar : string<'\\', '$'> {};
struct weak_escape : sor<escape, escaped_dollar> {};
struct bad_hex : seq<string<'\\', 'x'>, opt<xdigit>> {};
/// A backslash before anything else, or at the end of the line, stands for itself.
struct backslash : one<'\\'> {};

// --- 2.3: variables, in weak quotes only
// ----------------------------------------------------------------------------------

struct pseudo_variable
    : seq<one<'.'>,
          sor<string<'F', 'I', 'L', 'E'>, string<'L', 'I', 'N', 'E'>, string<'S', 'E', 'C', 'T', 'I', 'O', 'N'>>,
          not_at<identifier_other>> {};
struct variable_name : sor<identifier, pseudo_variable> {};
struct expansion : string<'[', '*', ']'> {};
struct default_value : star<not_one<'}', '\0', '\r', '\n'>> {};
struct dollar : one<'$'> {};
struct braced_variable : seq<dollar, one<'{'>, variable_name, opt<expansion>, opt<one<'-'>, default_value>, one<'}'>> {
};
struct bare_variable : seq<dollar, variable_name> {};

struct bad_expansion_mark : one<'['> {};
struct bad_expansion : seq<dollar, one<'{'>, variable_name, not_at<expansion>, bad_expansion_mark, rest> {};
struct open_variable : seq<dollar, one<'{'>, variable_name, opt<expansion>, opt<one<'-'>, default_value>> {};
struct bad_name : seq<dollar, opt<one<'{'>>> {};

struct variable : sor<braced_variable, bare_variable> {};
struct bad_variable : sor<bad_expansion, seq<open_variable, rest>, seq<bad_name, rest>> {};

// --- 2.2: quotes
// ----------------------------------------------------------------------------------------------------------

struct strong_open : one<'\''> {};
struct strong_text : plus<not_one<'\'', '\0', '\r', '\n'>> {};
struct strong_close : one<'\''> {};
/// The closing quote does not come on this line. Matches nothing.
struct unterminated_strong : success {};
struct strong : seq<strong_open, opt<strong_text>, sor<strong_close, unterminated_strong>> {};

struct weak_open : one<'"'> {};
struct weak_text : plus<not_one<'"', '\\', '$', '\0', '\r', '\n'>> {};
struct weak_close : one<'"'> {};
struct weak_piece : sor<weak_text, variable, weak_escape, seq<bad_hex, rest>, backslash, bad_variable> {};
struct unterminated_weak : success {};
struct weak : seq<weak_open, star<weak_piece>, sor<weak_close, unterminated_weak>> {};

// --- 2.1: words
// -----------------------------------------------------------------------------------------------------------

/// plus<not_one<...>> of the characters below. Most bytes of a configuration are matched here, so that it is written
/// out: a table look-up for each byte.
struct plain {
  using rule_t = plain;
  using subs_t = empty_list;

  template <class Input>
  [[nodiscard]] static bool match(Input& in) noexcept {
    const char* const begin = in.current();
    const char* const end = in.end();
    const char* at = begin;
    while (at != end && !kEnds[static_cast<unsigned char>(*at)]) ++at;
    in.bump_in_this_line(static_cast<std::size_t>(at - begin));
    return at != begin;
  }

 private:
  static constexpr std::array<bool, 256> kEnds = [] {
    std::array<bool, 256> ends{};
    for (const char c : {' ', '\t', '\v', '\f', '#', '"', '\'', '\\', '\0', '\r', '\n'}) {
      ends[static_cast<unsigned char>(c)] = true;
    }
    return ends;
  }();
};
struct word : plus<sor<plain, weak, strong, escape, seq<bad_hex, rest>, backslash>> {};
struct blanks : plus<blank> {};
struct content : seq<star<sor<blanks, word>>, opt<comment>> {};

/// One line with its line end, which the last line of a file may lack. Matches any text up to there; a file is this
/// rule again and again while bytes are left.
struct line : seq<content, opt<ignored>, opt<line_end>> {};

}  // namespace hapax::grammar::line
