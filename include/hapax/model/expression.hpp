// Sample expressions, patterns, ACLs, conditions and format strings, as flat tables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/model/common.hpp>
#include <hapax/model/names.hpp>

namespace hapax::model {

/// An argument of a sample fetch, a converter or an action.
struct Argument {
  enum class Kind : std::uint8_t {
    absent,      ///< an optional argument that was left out
    integer,     ///< `number`
    text,        ///< `text`
    proxy,       ///< `index` into proxies
    server,      ///< `index` into servers
    table,       ///< `index` into stick_tables
    regex,       ///< `index` into regexes
    patterns,    ///< `index` into pattern_sets (a map, or the patterns of a set)
    expression,  ///< `index` into expressions
    format,      ///< `index` into formats
    variable,    ///< `index` into variables
    userlist     ///< `index` into userlists
  };
  Kind kind = Kind::absent;
  Index index = kNone;
  std::int64_t number = 0;
  std::string text;
};

/// A sample fetch with its arguments, then converters: `path,lower,field(2,/)`.
struct Expression {
  FetchId fetch{};
  Range arguments;   ///< into arguments
  Range converters;  ///< into converters
  std::string text;  ///< as written, for people
};

/// One converter of an expression.
struct Converter {
  ConverterId id{};
  Range arguments;  ///< into arguments
};

/// A variable: `txn.user`. Its scope decides how long it lives.
struct Variable {
  enum class Scope : std::uint8_t { proc, sess, txn, req, res, check };
  Scope scope = Scope::txn;
  std::string name;  ///< without the scope
};

/// A regular expression in PCRE2's syntax, known to compile.
struct Regex {
  std::string pattern;
  bool ignore_case = false;
};

/// One pattern. Which members count depends on the method of its set.
struct Pattern {
  std::string text;               ///< str, beg, sub, dir, dom, end: the string; bin: the bytes; others: as written
  std::int64_t low = INT64_MIN;   ///< integer, len: least value
  std::int64_t high = INT64_MAX;  ///< integer, len: greatest value
  std::array<std::uint8_t, 16> address{};  ///< ip: network order; IPv4 in the first four bytes
  std::uint8_t prefix = 0;                 ///< ip: length of the mask in bits
  bool ipv6 = false;
  Index regex = kNone;  ///< reg: into regexes
  std::string value;    ///< maps: what the key maps to
  Place place;          ///< of the file's line for maps and pattern files, else of the configuration's
};

/// A map or pattern file of a set.
struct PatternFile {
  std::string name;         ///< run-time updates go by it
  std::uint32_t count = 0;  ///< how many patterns it holds
};

/// The patterns of one ACL line, or a map. Their order is that of the text.
struct PatternSet {
  Match method = Match::str;
  bool ignore_case = false;
  bool is_map = false;
  std::vector<PatternFile> files;  ///< which the first patterns come from, one after the other
  std::vector<Pattern> patterns;   ///< those that are of no file stand in the line
};

/// One `acl` line, or one anonymous `{ ... }`.
struct Test {
  Index expression = kNone;  ///< into expressions
  Index patterns = kNone;    ///< into pattern_sets; kNone for the methods found and boolean
  Match method = Match::str;
  Place place;
  std::string text;  ///< as written, for people
};

/// A named ACL: true when any of its tests is. Anonymous ones have an empty name and one test.
struct Acl {
  std::string name;
  Range tests;  ///< into tests
};

/// One term of a conjunction.
struct Term {
  Index acl = kNone;  ///< into acls
  bool negated = false;
};

/// Terms that must all hold: a range of terms.
using Conjunction = Range;

/// Disjunction of conjunctions: `if a !b or c`. Evaluated left to right and only as far as needed.
struct Condition {
  Range alternatives;  ///< into conjunctions
  bool unless = false;
  std::string text;  ///< with its `if` or `unless`, for people
};

/// How the items of a log-format string are written: as text, or, since 3.0, as values of JSON or CBOR.
enum class Encoding : std::uint8_t { none, json, cbor };

/// One piece of a log-format string.
struct FormatPiece {
  enum class Kind : std::uint8_t { literal, expression, alias };
  enum class Type : std::uint8_t { none, str, sint, boolean, raw };
  Kind kind = Kind::literal;
  Type type = Type::none;              ///< asked for in the item's name, `%(name:sint)ST`; bears on encoded items only
  Encoding encoding = Encoding::none;  ///< +json or +cbor in force for this piece
  std::string literal;                 ///< literal: the text; alias: its name without the percent sign, such as "ci"
  std::string name;          ///< `%(name)ci`: its key where the whole format is one object; empty: it has none
  Index expression = kNone;  ///< into expressions
  bool quoted = false;       ///< +Q in force for this piece
  bool hex = false;          ///< +X
  bool escaped = false;      ///< +E
};

/// A log-format string.
struct Format {
  Range pieces;      ///< into format_pieces
  std::string text;  ///< as written
  /// Not none: the format is one JSON object or CBOR map of the pieces that have a name, and all others are left out.
  Encoding encoding = Encoding::none;
  bool binary = false;  ///< +bin: CBOR as bytes and not as hexadecimal digits
};

}  // namespace hapax::model
