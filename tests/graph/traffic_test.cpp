// Traffic of a simulation on the topology of its configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hapax/graph/draw.hpp>
#include <hapax/graph/traffic.hpp>
#include <nlohmann/json.hpp>

#include "tests/graph/model_builder.hpp"

namespace hapax::graph {
namespace {

using testing::edge;
using ::testing::HasSubstr;
using testing::ModelBuilder;
using testing::node;

// www sends 60 of 100 requests to cart, 20 to images and answers 20 itself.
constexpr const char* kResult = R"({
  "version": 1, "traffic": "access.log", "span_ms": 10000, "requests": 100,
  "frontends": [{"name": "www", "requests": 100, "outcomes": {"served": 75, "denied": 20, "queue-timeout": 5}}],
  "backends": [{"name": "cart", "requests": 60, "outcomes": {"served": 55, "queue-timeout": 5}},
               {"name": "images", "requests": 20, "outcomes": {"served": 20}}],
  "servers": [{"backend": "cart", "name": "s1", "requests": 45, "outcomes": {"served": 45}, "mean_in_service": 1.5},
              {"backend": "cart", "name": "s2", "requests": 10, "outcomes": {"served": 10}, "mean_in_service": 0.5},
              {"backend": "images", "name": "i1", "requests": 20, "outcomes": {"served": 20}, "mean_in_service": 0.1}],
  "routes": [{"frontend": "www", "backend": "cart", "requests": 60},
             {"frontend": "www", "backend": "images", "requests": 20},
             {"frontend": "www", "backend": null, "requests": 20}]})";

Topology shop() {
  ModelBuilder m;
  m.backend("cart").server("s1", [](model::Server& s) { s.maxconn = 2; }).server("s2");
  m.backend("images").server("i1").backend("old").server("o1");
  m.frontend("www").use_backend(0, "if cart").use_backend(1, "if images").use_backend(2, "if old");
  m.http_request(model::ActionId::deny, "http-request deny", "if bad");
  return build(m.model());
}

Topology busy_shop() {
  Topology topology = shop();
  // A result has every proxy and server of its configuration.
  auto result = nlohmann::json::parse(kResult);
  result["backends"].push_back({{"name", "old"}, {"requests", 0}, {"outcomes", nlohmann::json::object()}});
  result["servers"].push_back(
      {{"backend", "old"}, {"name", "o1"}, {"requests", 0}, {"outcomes", nlohmann::json::object()}});
  const auto added = add_traffic(topology, result.dump());
  EXPECT_TRUE(added.has_value()) << (added ? "" : added.error().message);
  return topology;
}

std::optional<std::uint64_t> requests(const Topology& topology, const std::string& from, const std::string& to) {
  const Edge* found = edge(topology, from, to);
  return found == nullptr ? std::nullopt : found->requests;
}

TEST(Traffic, IsCountedOnEveryEdge) {
  const Topology topology = busy_shop();
  EXPECT_EQ(requests(topology, "bind:www/127.0.0.1:80", "frontend:www"), 100U);
  EXPECT_EQ(requests(topology, "frontend:www", "backend:cart"), 60U);
  EXPECT_EQ(requests(topology, "frontend:www", "answer:www"), 20U);
  EXPECT_EQ(requests(topology, "backend:cart", "server:cart/s1"), 45U);
  EXPECT_EQ(requests(topology, "frontend:www", "backend:old"), 0U);
  EXPECT_EQ(node(topology, "backend:cart").traffic->failed, 5U);
  EXPECT_EQ(node(topology, "frontend:www").traffic->refused, 20U);
}

TEST(Traffic, IsWrittenOnThePicture) {
  const std::string dot = draw(busy_shop(), Format::dot).value();
  EXPECT_THAT(dot, HasSubstr("60 (60.0 %)"));
  EXPECT_THAT(dot, HasSubstr("45 (75.0 %)")) << "of the backend's";
  EXPECT_THAT(dot, HasSubstr("100 requests, 10 a second"));
  EXPECT_THAT(dot, HasSubstr("75.0 % busy"));
  EXPECT_THAT(dot, HasSubstr("5 failed, 20 refused"));
  EXPECT_THAT(dot, HasSubstr("100 requests of access.log in 10 s"));
}

TEST(Traffic, MakesEdgesWider) {
  const std::string dot = draw(busy_shop(), Format::dot).value();
  EXPECT_THAT(dot, HasSubstr("penwidth=7.00")) << "what took everything";
  EXPECT_THAT(dot, HasSubstr("penwidth=0.70")) << "what took nothing";
}

TEST(Traffic, IsAddedUpWhereNodesAreDrawnAsOne) {
  Limits limits;
  limits.children = 1;
  const Topology small = collapse(busy_shop(), limits);
  std::uint64_t all = 0;
  for (const Edge& one : small.edges) {
    if (one.kind == EdgeKind::serves) all += one.requests.value_or(0);
  }
  EXPECT_EQ(all, 75U);
}

TEST(Traffic, ShowsAWayThatNoRuleIsKnownFor) {
  ModelBuilder m;
  m.backend("cart").frontend("www");
  Topology topology = build(m.model());
  ASSERT_EQ(edge(topology, "frontend:www", "backend:cart"), nullptr);
  ASSERT_TRUE(add_traffic(topology, R"({"version":1,"traffic":"t","span_ms":1,"requests":3,"frontends":[],"backends":[],
    "servers":[],"routes":[{"frontend":"www","backend":"cart","requests":3}]})"));
  EXPECT_EQ(requests(topology, "frontend:www", "backend:cart"), 3U);
}

TEST(Traffic, OfAnotherConfigurationIsRefused) {
  Topology topology = shop();
  const auto added = add_traffic(topology, R"({"version":1,"traffic":"t","span_ms":1,"requests":3,"frontends":[],
    "backends":[{"name":"shelf","requests":3,"outcomes":{}}],"servers":[],"routes":[]})");
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().message,
            "the result has a backend 'shelf' and the configuration does not; it was made from another one");
}

TEST(Traffic, NeedsAResult) {
  Topology topology = shop();
  for (const char* text : {"", "[]", "{\"version\":1}", "{\"version\":\"x\"}"}) {
    const auto added = add_traffic(topology, text);
    ASSERT_FALSE(added.has_value()) << text;
    EXPECT_THAT(added.error().message, HasSubstr("simulate --format json")) << text;
  }
  EXPECT_EQ(add_traffic(topology, R"({"version":9})").error().message, "this is no result of version 1");
}

}  // namespace
}  // namespace hapax::graph
