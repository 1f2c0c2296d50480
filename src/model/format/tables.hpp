// The tables of a RoutingModel that indices point into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <hapax/model/model.hpp>

namespace hapax::model {

// name of the member of RoutingModel
// clang-format would lay this out anew each time.
// clang-format off
#define HAPAX_MODEL_TABLES(ROW) \
  ROW(files) \
  ROW(proxies) \
  ROW(servers) \
  ROW(binds) \
  ROW(rules) \
  ROW(backend_rules) \
  ROW(server_rules) \
  ROW(persist_rules) \
  ROW(stick_rules) \
  ROW(stick_tables) \
  ROW(check_steps) \
  ROW(userlists) \
  ROW(expressions) \
  ROW(converters) \
  ROW(arguments) \
  ROW(variables) \
  ROW(regexes) \
  ROW(pattern_sets) \
  ROW(tests) \
  ROW(acls) \
  ROW(terms) \
  ROW(conjunctions) \
  ROW(conditions) \
  ROW(formats) \
  ROW(format_pieces) \
  ROW(not_modelled)
// clang-format on

enum class Table : std::uint8_t {
#define ROW(name) name,
  HAPAX_MODEL_TABLES(ROW)
#undef ROW
};

constexpr std::string_view table_name(Table table) {
  switch (table) {
#define ROW(name)   \
  case Table::name: \
    return #name;
    HAPAX_MODEL_TABLES(ROW)
#undef ROW
  }
  return "";
}

inline std::size_t table_size(const RoutingModel& model, Table table) {
  switch (table) {
#define ROW(name)   \
  case Table::name: \
    return model.name.size();
    HAPAX_MODEL_TABLES(ROW)
#undef ROW
  }
  return 0;
}

/// The table that an argument of this kind points into; nothing for integers and texts.
constexpr std::optional<Table> table_of(Argument::Kind kind) {
  switch (kind) {
    case Argument::Kind::absent:
    case Argument::Kind::integer:
    case Argument::Kind::text:
      return std::nullopt;
    case Argument::Kind::proxy:
      return Table::proxies;
    case Argument::Kind::server:
      return Table::servers;
    case Argument::Kind::table:
      return Table::stick_tables;
    case Argument::Kind::regex:
      return Table::regexes;
    case Argument::Kind::patterns:
      return Table::pattern_sets;
    case Argument::Kind::expression:
      return Table::expressions;
    case Argument::Kind::format:
      return Table::formats;
    case Argument::Kind::variable:
      return Table::variables;
    case Argument::Kind::userlist:
      return Table::userlists;
  }
  return std::nullopt;
}

}  // namespace hapax::model
