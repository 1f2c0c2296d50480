#include <hapax/model/json.hpp>

#include "model/format/codec.hpp"

namespace hapax::model {
namespace {

template <class... Structures>
Json definitions() {
  Json defs = Json::object();
  defs["Text"] = {{"description", "a string; one that is not UTF-8 stands as its bytes in hexadecimal digits"},
                  {"oneOf",
                   {{{"type", "string"}},
                    {{"type", "object"},
                     {"required", {"hex"}},
                     {"additionalProperties", false},
                     {"properties", {{"hex", {{"type", "string"}, {"pattern", "^([0-9a-f]{2})*$"}}}}}}}}};
  const Json natural = {{"type", "integer"}, {"minimum", 0}};
  defs["Range"] = {{"description", "a run of consecutive elements of a table"},
                   {"type", "object"},
                   {"required", {"first", "count"}},
                   {"additionalProperties", false},
                   {"properties", {{"first", natural}, {"count", natural}}}};
  ((defs[std::string(StructName<Structures>::name)] = Codec<Structures>::definition()), ...);
  return defs;
}

}  // namespace

std::string json_schema() {
  const Json model = Codec<RoutingModel>::definition();
  Json properties = {{"version", {{"const", kFormatVersion}}}};
  for (const auto& [name, schema] : model["properties"].items()) properties[name] = schema;
  const Json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "hapax routing model"},
      {"description",
       "What an HAProxy configuration means, as `hapax compile` prints it. A member that has its default is left out; "
       "times are nanoseconds, -1 is 'not configured'; indices count from 0, null is 'none'."},
      {"type", "object"},
      {"required", {"version"}},
      {"additionalProperties", false},
      {"properties", std::move(properties)},
      {"$defs",
       definitions<Place, Argument, Expression, Converter, Variable, Regex, Pattern, PatternFile, PatternSet, Test, Acl,
                   Term, Condition, FormatPiece, Format, Rule, BackendRule, ServerRule, PersistRule, StickRule,
                   StoredData, StickTable, Endpoint, Balance, HealthCheck, Server, Bind, CookiePersistence, Timeouts,
                   PageHeader, ErrorPage, Capture, LogTarget, CheckStep, Proxy, User, Userlist, Cache, NotModelled>()}};
  return schema.dump(2) + "\n";
}

}  // namespace hapax::model
