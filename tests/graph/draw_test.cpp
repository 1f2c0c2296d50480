#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hapax/graph/draw.hpp>
#include <nlohmann/json.hpp>

#include "tests/graph/model_builder.hpp"

namespace hapax::graph {
namespace {

using ::testing::HasSubstr;
using testing::ModelBuilder;
using ::testing::Not;
using ::testing::StartsWith;

Topology shop() {
  ModelBuilder m;
  m.backend("cart").server("s1", [](model::Server& s) { s.weight = 3; }).server("s2");
  m.server("spare", [](model::Server& s) { s.backup = true; }).backend("old").frontend("www");
  m.use_backend(0, "if { path_beg /cart }", 12).http_request(model::ActionId::deny, "http-request deny", "if bad");
  m.model().not_modelled.push_back({{0, 5}, 0, "filter spoe"});
  return build(m.model());
}

std::string drawn(const Topology& topology, Format format) {
  const auto picture = draw(topology, format);
  EXPECT_TRUE(picture.has_value()) << (picture ? "" : picture.error().message);
  return picture.value_or("");
}

TEST(Draw, DotNamesEveryNodeAndEdge) {
  const std::string dot = drawn(shop(), Format::dot);
  EXPECT_THAT(dot, StartsWith("digraph hapax {"));
  EXPECT_THAT(dot, HasSubstr("\"backend:cart\" -> \"server:cart/s1\""));
  EXPECT_THAT(dot, HasSubstr("if { path_beg /cart }  (line 12)"));
  EXPECT_THAT(dot, HasSubstr("unreachable: no rule leads here"));
  EXPECT_THAT(dot, HasSubstr("backup · weight 1"));
  EXPECT_THAT(dot, HasSubstr("weight 3 (75 %)"));
  EXPECT_THAT(dot, HasSubstr("1 line not modelled"));
}

TEST(Draw, EveryFormatIsWhatItsNameSays) {
  EXPECT_THAT(drawn(shop(), Format::svg), HasSubstr("<svg"));
  EXPECT_THAT(drawn(shop(), Format::png), StartsWith("\x89PNG"));
  EXPECT_THAT(drawn(shop(), Format::pdf), StartsWith("%PDF"));
}

TEST(Draw, TheSameTopologyGivesTheSameBytes) {
  for (const Format format : {Format::dot, Format::svg, Format::png, Format::pdf, Format::json}) {
    EXPECT_EQ(drawn(shop(), format), drawn(shop(), format)) << static_cast<int>(format);
  }
}

TEST(Draw, AnEmptyConfigurationGivesAnEmptyPicture) {
  EXPECT_THAT(drawn(build(model::RoutingModel{}), Format::svg), HasSubstr("</svg>"));
}

// Names in HAProxy are tame, but conditions, cookies and paths are not.
TEST(Draw, TextOfTheConfigurationIsTextInThePicture) {
  ModelBuilder m;
  m.backend("a").frontend("www").use_backend(0, R"(if { path_reg <b>"x"&amp;'\N\n' })");
  const std::string svg = drawn(build(m.model()), Format::svg);
  EXPECT_THAT(svg, HasSubstr("&lt;b&gt;&quot;x&quot;&amp;amp;&#39;\\N\\n&#39;"));
  EXPECT_THAT(svg, Not(HasSubstr("<b>")));
}

TEST(Draw, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  ModelBuilder m;
  m.backend("caf\xE9").server("s\x01");
  EXPECT_THAT(drawn(build(m.model()), Format::svg), HasSubstr("caf\xEF\xBF\xBD<"));
  EXPECT_THAT(drawn(build(m.model()), Format::json), HasSubstr("caf\xEF\xBF\xBD\""));
}

TEST(Draw, JsonHoldsTheWholeTopology) {
  const auto json = nlohmann::json::parse(drawn(shop(), Format::json));
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["files"][0], "shop.cfg");
  EXPECT_EQ(json["nodes"].size(), shop().nodes.size());
  EXPECT_EQ(json["nodes"][0]["id"], "backend:cart");
  EXPECT_EQ(json["nodes"][1]["server"]["weight"], 3);
  EXPECT_EQ(json["nodes"][3]["server"]["backup"], true);
  EXPECT_EQ(json["nodes"][3]["server"]["check"], nullptr);
  EXPECT_EQ(json["edges"].back()["rules"][0]["place"]["line"], 12);
  EXPECT_EQ(json["not_modelled"][0]["text"], "filter spoe");
}

TEST(Draw, TheFormatIsTheExtension) {
  EXPECT_EQ(format_of("a/b.svg"), Format::svg);
  EXPECT_EQ(format_of("b.png"), Format::png);
  EXPECT_EQ(format_of("b.gif"), std::nullopt);
  EXPECT_EQ(format_of("svg"), std::nullopt);
}

}  // namespace
}  // namespace hapax::graph
