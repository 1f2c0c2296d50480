// The members of every structure of the model, once: reader, writer, schema and the check of indices are all made from
// these lists (codec.hpp). A member that is missing here would be lost in JSON; tests/model/json_test.cpp counts
// the members of each structure.
//
// A list calls its visitor with the JSON name and the member: value() for what has a form of its own, index() and
// range() for what points into a table, and a few special forms.
#pragma once

#include <string_view>

#include "model/format/enum_names.hpp"
#include "model/format/tables.hpp"

namespace hapax::model {

/// The name of a structure in the schema.
template <class T>
struct StructName;

#define HAPAX_FIELDS(TYPE)                          \
  template <>                                       \
  struct StructName<TYPE> {                         \
    static constexpr std::string_view name = #TYPE; \
  };                                                \
  template <class Visitor>                          \
  void fields(Visitor&& v, const TYPE*)

HAPAX_FIELDS(Place) {
  v.index("file", &Place::file, Table::files);
  v.value("line", &Place::line);
}

HAPAX_FIELDS(Expression) {
  v.value("fetch", &Expression::fetch);
  v.range("arguments", &Expression::arguments, Table::arguments);
  v.range("converters", &Expression::converters, Table::converters);
  v.value("text", &Expression::text);
}

HAPAX_FIELDS(Converter) {
  v.value("id", &Converter::id);
  v.range("arguments", &Converter::arguments, Table::arguments);
}

HAPAX_FIELDS(Variable) {
  v.value("scope", &Variable::scope);
  v.value("name", &Variable::name);
}

HAPAX_FIELDS(Regex) {
  v.value("pattern", &Regex::pattern);
  v.value("ignore_case", &Regex::ignore_case);
}

HAPAX_FIELDS(Pattern) {
  v.value("text", &Pattern::text);
  v.value("low", &Pattern::low);
  v.value("high", &Pattern::high);
  v.value("address", &Pattern::address);
  v.value("prefix", &Pattern::prefix);
  v.value("ipv6", &Pattern::ipv6);
  v.index("regex", &Pattern::regex, Table::regexes);
  v.value("value", &Pattern::value);
  v.value("place", &Pattern::place);
}

HAPAX_FIELDS(PatternFile) {
  v.value("name", &PatternFile::name);
  v.value("count", &PatternFile::count);
}

HAPAX_FIELDS(PatternSet) {
  v.value("method", &PatternSet::method);
  v.value("ignore_case", &PatternSet::ignore_case);
  v.value("is_map", &PatternSet::is_map);
  v.value("files", &PatternSet::files);
  v.value("patterns", &PatternSet::patterns);
}

HAPAX_FIELDS(Test) {
  v.index("expression", &Test::expression, Table::expressions);
  v.index("patterns", &Test::patterns, Table::pattern_sets);
  v.value("method", &Test::method);
  v.value("place", &Test::place);
  v.value("text", &Test::text);
}

HAPAX_FIELDS(Acl) {
  v.value("name", &Acl::name);
  v.range("tests", &Acl::tests, Table::tests);
}

HAPAX_FIELDS(Term) {
  v.index("acl", &Term::acl, Table::acls);
  v.value("negated", &Term::negated);
}

HAPAX_FIELDS(Argument) {
  v.value("kind", &Argument::kind);
  v.argument_index("index", &Argument::index);
  v.value("number", &Argument::number);
  v.value("text", &Argument::text);
}

HAPAX_FIELDS(Condition) {
  v.range("alternatives", &Condition::alternatives, Table::conjunctions);
  v.value("unless", &Condition::unless);
  v.value("text", &Condition::text);
}

HAPAX_FIELDS(FormatPiece) {
  v.value("kind", &FormatPiece::kind);
  v.value("literal", &FormatPiece::literal);
  v.index("expression", &FormatPiece::expression, Table::expressions);
  v.value("quoted", &FormatPiece::quoted);
  v.value("hex", &FormatPiece::hex);
  v.value("escaped", &FormatPiece::escaped);
  v.value("name", &FormatPiece::name);
  v.value("type", &FormatPiece::type);
  v.value("encoding", &FormatPiece::encoding);
}

HAPAX_FIELDS(Format) {
  v.range("pieces", &Format::pieces, Table::format_pieces);
  v.value("text", &Format::text);
  v.value("encoding", &Format::encoding);
  v.value("binary", &Format::binary);
}

HAPAX_FIELDS(Rule) {
  v.value("action", &Rule::action);
  v.range("arguments", &Rule::arguments, Table::arguments);
  v.index("condition", &Rule::condition, Table::conditions);
  v.value("place", &Rule::place);
  v.value("text", &Rule::text);
}

HAPAX_FIELDS(BackendRule) {
  v.index("backend", &BackendRule::backend, Table::proxies);
  v.index("format", &BackendRule::format, Table::formats);
  v.index("condition", &BackendRule::condition, Table::conditions);
  v.value("place", &BackendRule::place);
  v.value("text", &BackendRule::text);
}

HAPAX_FIELDS(ServerRule) {
  v.index("server", &ServerRule::server, Table::servers);
  v.index("format", &ServerRule::format, Table::formats);
  v.index("condition", &ServerRule::condition, Table::conditions);
  v.value("place", &ServerRule::place);
  v.value("text", &ServerRule::text);
}

HAPAX_FIELDS(PersistRule) {
  v.value("force", &PersistRule::force);
  v.index("condition", &PersistRule::condition, Table::conditions);
  v.value("place", &PersistRule::place);
  v.value("text", &PersistRule::text);
}

HAPAX_FIELDS(StickRule) {
  v.value("kind", &StickRule::kind);
  v.index("expression", &StickRule::expression, Table::expressions);
  v.index("table", &StickRule::table, Table::stick_tables);
  v.index("condition", &StickRule::condition, Table::conditions);
  v.value("place", &StickRule::place);
  v.value("text", &StickRule::text);
}

}  // namespace hapax::model
