// The JSON form loses nothing, says what is wrong with a text, and is what its published schema says.

#include <hapax/model/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/format/codec.hpp"
#include "model_filler.hpp"
#include "tests/paths.hpp"

namespace hapax::model {
namespace {

using ::testing::HasSubstr;

TEST(ModelJson, SaysNothingOfWhatIsDefault) { EXPECT_EQ(to_json(RoutingModel{}), "{\n  \"version\": 1\n}\n"); }

TEST(ModelJson, ComesBackAsItWas) {
  const std::string text = to_json(filled_model());
  const auto back = from_json(text);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(to_json(*back), text);
}

TEST(ModelJson, KeepsBytesThatAreNotUtf8) {
  RoutingModel model;
  model.files = {std::string("caf\xe9\0.cfg", 9)};
  const auto back = from_json(to_json(model));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->files, model.files);
}

TEST(ModelJson, PutsOneElementOnALine) {
  RoutingModel model;
  model.variables = {{Variable::Scope::txn, "user"}, {Variable::Scope::req, "id"}};
  EXPECT_THAT(to_json(model), HasSubstr("\n    {\"name\":\"user\"},\n    {\"scope\":\"req\",\"name\":\"id\"}\n  ]"))
      << to_json(model);
}

std::string complaint(std::string_view text) {
  const auto model = from_json(text);
  return model ? "none" : model.error().message;
}

TEST(ModelJson, SaysWhereATextIsWrong) {
  EXPECT_EQ(complaint("{"), "the routing model is not JSON");
  EXPECT_EQ(complaint("{}"), "/: there is no 'version'");
  EXPECT_THAT(complaint(R"({"version": 99})"), HasSubstr("/version: 99 is not a version"));
  EXPECT_EQ(complaint(R"({"version": 1, "servants": []})"), "/: unknown member 'servants'");
  EXPECT_EQ(complaint(R"({"version": 1, "servers": [{"weight": "2"}]})"), "/servers/0/weight: needs a whole number");
  EXPECT_EQ(complaint(R"({"version": 1, "servers": [{"check": {"rise": -1}}]})"),
            "/servers/0/check/rise: the number is out of range");
  EXPECT_THAT(complaint(R"({"version": 1, "proxies": [{"mode": "udp"}]})"),
              HasSubstr("/proxies/0/mode: needs one of tcp, http"));
}

TEST(ModelJson, RefusesIndicesThatPointNowhere) {
  EXPECT_EQ(complaint(R"({"version": 1, "rules": [{"condition": 3}]})"),
            "/rules/0/condition: 3 is no index of the 0 conditions");
  EXPECT_EQ(complaint(R"({"version": 1, "acls": [{"tests": {"first": 0, "count": 2}}]})"),
            "/acls/0/tests: 0 + 2 is no run of the 0 tests");
  EXPECT_EQ(complaint(R"({"version": 1, "arguments": [{"kind": "regex", "index": 0}]})"),
            "/arguments/0/index: 0 is no index of the 0 regexes");
}

TEST(ModelJson, HasEveryMemberOfTheStructures) { EXPECT_EQ(unlisted_structures(), std::vector<std::string>{}); }

// Every property of the schema appears in the model that has a value everywhere.
TEST(ModelSchema, DescribesWhatIsWritten) {
  const Json schema = Json::parse(json_schema());
  const Json full = Json::parse(to_json(filled_model()));
  for (const auto& [name, property] : schema["properties"].items()) {
    ASSERT_TRUE(full.contains(name)) << name;
    if (!property.contains("items") || !property["items"].contains("$ref")) continue;
    const std::string reference = property["items"]["$ref"].get<std::string>();
    const Json& definition = schema["$defs"][reference.substr(reference.rfind('/') + 1)];
    if (!full[name][0].is_object() || !definition.contains("properties")) continue;
    for (const auto& [member, unused] : definition["properties"].items()) {
      EXPECT_TRUE(full[name][0].contains(member)) << name << "/" << member;
    }
  }
}

// HAPAX_UPDATE_GOLDEN=1 writes the file anew.
TEST(ModelSchema, IsTheFileOfTheRepository) {
  const std::string path = HAPAX_SOURCE_DIR "/src/model/format/routing-model.schema.json";
  const bool update = std::getenv("HAPAX_UPDATE_GOLDEN") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  if (update) std::ofstream(path) << json_schema();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), json_schema()) << "run the tests with HAPAX_UPDATE_GOLDEN=1 if the format was meant to change";
}

}  // namespace
}  // namespace hapax::model
