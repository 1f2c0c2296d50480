// The RoutingModel as JSON: what `hapax compile` prints and what other programs may read.
//
// The form follows the structures one to one: the member names are those of the headers, an Index is a number into the
// table that the schema names, a Range is {"first":..,"count":..}. A member that has its default is left out; the
// schema tells every default. Strings that are not UTF-8 are written as {"hex":"..."}, so nothing is ever lost:
// from_json(to_json(m)) is m, and to_json of that is the same text byte for byte.
//
// `version` is kFormatVersion. A reader refuses other versions rather than guess.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>

namespace hapax::model {

/// One element of a table a line, with a final newline: made for people and for `diff` as well.
std::string to_json(const RoutingModel& model);

/// The model that a text describes. The Error names the member that is wrong ("/servers/3/weight: ..."): not JSON, an
/// unknown version, an unknown member, a value of the wrong kind, an index that points nowhere.
Result<RoutingModel> from_json(std::string_view text);

/// The JSON Schema (draft 2020-12) of the form, made from the same table of members as reader and writer. The file
/// src/model/format/routing-model.schema.json is this text; a test keeps them equal.
std::string json_schema();

/// Whether every index and range points into its table: what from_json() checks. Nothing when all do, else the first
/// that does not.
std::optional<std::string> dangling_index(const RoutingModel& model);

}  // namespace hapax::model
