#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/graph/model_builder.hpp"

namespace hapax::graph {
namespace {

using ::testing::Contains;
using testing::edge;
using ::testing::Eq;
using ::testing::IsNull;
using testing::ModelBuilder;
using testing::node;
using ::testing::NotNull;

TEST(Build, FollowsARequestFromAddressToServer) {
  ModelBuilder m;
  m.backend("web").server("s1").frontend("www", "192.0.2.1:80").default_backend(0);
  const Topology t = build(m.model());
  EXPECT_THAT(edge(t, "bind:www/192.0.2.1:80", "frontend:www"), NotNull());
  EXPECT_THAT(edge(t, "frontend:www", "backend:web"), NotNull());
  EXPECT_THAT(edge(t, "backend:web", "server:web/s1"), NotNull());
  EXPECT_EQ(node(t, "backend:web").state, State::live);
}

TEST(Build, PutsRulesOnEdgesWithTheirLines) {
  ModelBuilder m;
  m.backend("images").backend("web").frontend("www");
  m.use_backend(0, "if { path_beg /img }", 7).use_backend(0, "if is_image", 9).default_backend(1);
  const Topology t = build(m.model());
  const Edge* images = edge(t, "frontend:www", "backend:images");
  ASSERT_THAT(images, NotNull());
  ASSERT_EQ(images->rules.size(), 2U);
  EXPECT_EQ(images->rules[0].text, "if { path_beg /img }");
  EXPECT_EQ(images->rules[1].place.line, 9U);
  EXPECT_EQ(edge(t, "frontend:www", "backend:web")->rules[0].text, "default_backend");
}

TEST(Build, ABackendThatNoRuleLeadsToIsUnreachable) {
  ModelBuilder m;
  m.backend("web").backend("old").frontend("www").default_backend(0);
  const Topology t = build(m.model());
  EXPECT_EQ(node(t, "backend:old").state, State::unreachable);
  EXPECT_EQ(node(t, "backend:old").reason, "no rule leads here");
}

TEST(Build, NothingComesAfterARuleWithoutCondition) {
  ModelBuilder m;
  m.backend("a").backend("b").backend("c").frontend("www");
  m.use_backend(0, "").use_backend(1, "if is_late").default_backend(2);
  const Topology t = build(m.model());
  EXPECT_TRUE(edge(t, "frontend:www", "backend:a")->live);
  EXPECT_TRUE(edge(t, "frontend:www", "backend:b")->rules[0].never);
  EXPECT_FALSE(edge(t, "frontend:www", "backend:b")->live);
  EXPECT_EQ(node(t, "backend:b").reason, "nothing gets through to it");
  EXPECT_EQ(node(t, "backend:c").state, State::unreachable);
}

TEST(Build, ADefaultBackendRemainsBehindANameMadeAtRunTime) {
  ModelBuilder m;
  m.backend("bk_a").backend("web").frontend("www").use_backend_named("bk_").default_backend(1);
  EXPECT_EQ(node(build(m.model()), "backend:web").state, State::live);
}

TEST(Build, ARefusalWithoutConditionCutsOffTheBackends) {
  ModelBuilder m;
  m.backend("web").frontend("www").http_request(model::ActionId::redirect, "http-request redirect scheme https", "");
  m.default_backend(0);
  const Topology t = build(m.model());
  EXPECT_THAT(edge(t, "frontend:www", "answer:www"), NotNull());
  EXPECT_EQ(node(t, "backend:web").state, State::unreachable);
}

TEST(Build, ARefusalAfterAnUnconditionalAllowIsNeverReached) {
  ModelBuilder m;
  m.backend("web").frontend("www").http_request(model::ActionId::allow, "http-request allow", "");
  m.http_request(model::ActionId::deny, "http-request deny", "").default_backend(0);
  const Topology t = build(m.model());
  EXPECT_TRUE(edge(t, "frontend:www", "answer:www")->rules[0].never);
  EXPECT_EQ(node(t, "backend:web").state, State::live);
}

TEST(Build, AnswersOfTheProxyStandOnAnEdgeOfTheirOwn) {
  ModelBuilder m;
  m.frontend("www").http_request(model::ActionId::deny, "http-request deny", "if is_bad");
  const Topology t = build(m.model());
  const Edge* answers = edge(t, "frontend:www", "answer:www");
  ASSERT_THAT(answers, NotNull());
  EXPECT_EQ(answers->rules[0].text, "http-request deny if is_bad");
}

TEST(Build, ANameMadeAtRunTimeLeadsToEveryBackendThatItMayName) {
  ModelBuilder m;
  m.backend("bk_a").backend("bk_b").backend("other").frontend("www").use_backend_named("bk_");
  const Topology t = build(m.model());
  EXPECT_EQ(edge(t, "frontend:www", "backend:bk_a")->kind, EdgeKind::dynamic);
  EXPECT_THAT(edge(t, "frontend:www", "backend:bk_b"), NotNull());
  EXPECT_THAT(edge(t, "frontend:www", "backend:other"), IsNull());
}

TEST(Build, AMapBoundsTheNamesMadeAtRunTime) {
  ModelBuilder m;
  m.backend("bk_a").backend("bk_b").backend("bk_").frontend("www").use_backend_named("bk_", {"a"});
  const Topology t = build(m.model());
  EXPECT_THAT(edge(t, "frontend:www", "backend:bk_a"), NotNull());
  EXPECT_THAT(edge(t, "frontend:www", "backend:bk_b"), IsNull()) << "the map has no 'b'";
  EXPECT_THAT(edge(t, "frontend:www", "backend:bk_"), NotNull()) << "a key that is not in the map gives nothing";
}

TEST(Build, MarksServersThatDoNotServe) {
  ModelBuilder m;
  m.backend("web").server("s1").server("s2", [](model::Server& s) { s.disabled = true; });
  m.server("s3", [](model::Server& s) { s.backup = true; }).server("s4", [](model::Server& s) { s.weight = 0; });
  const Topology t = build(m.frontend("www").default_backend(0).model());
  EXPECT_EQ(node(t, "server:web/s1").state, State::live);
  EXPECT_EQ(node(t, "server:web/s2").state, State::disabled);
  EXPECT_EQ(node(t, "server:web/s3").state, State::backup);
  EXPECT_EQ(node(t, "server:web/s4").state, State::drained);
  EXPECT_FALSE(edge(t, "backend:web", "server:web/s2")->live);
}

TEST(Build, SharesAreThoseOfTheWeightsOfServersThatServeTogether) {
  ModelBuilder m;
  m.backend("web").server("s1", [](model::Server& s) { s.weight = 3; }).server("s2");
  m.server("spare", [](model::Server& s) { s.backup = true; });
  const Topology t = build(m.model());
  EXPECT_DOUBLE_EQ(node(t, "server:web/s1").server->share, 0.75);
  EXPECT_DOUBLE_EQ(node(t, "server:web/spare").server->share, 1.0);
}

TEST(Build, AFrontendWithoutAddressIsUnreachableAndSoIsWhatItLeadsTo) {
  ModelBuilder m;
  m.backend("web").frontend("www", "").default_backend(0);
  const Topology t = build(m.model());
  EXPECT_EQ(node(t, "frontend:www").reason, "it listens on no address");
  EXPECT_EQ(node(t, "backend:web").state, State::unreachable);
}

TEST(Build, WhereARuleIsNotModelledNoBackendIsCalledUnreachable) {
  ModelBuilder m;
  m.backend("web").frontend("www");
  m.model().not_modelled.push_back({{0, 5}, 1, "use_backend converter 'map_reg'"});
  const Topology t = build(m.model());
  EXPECT_EQ(node(t, "backend:web").state, State::unknown);
  EXPECT_EQ(node(t, "backend:web").reason, "a rule that is not modelled may lead here");
}

TEST(Build, ABackendThatOnlyHoldsATableIsNoMistake) {
  ModelBuilder m;
  m.backend("rates");
  model::StickTable table;
  table.data.push_back({"http_req_rate", 10'000'000'000, 1});
  m.model().stick_tables.push_back(table);
  m.model().proxies[0].stick_table = 0;
  const Topology t = build(m.model());
  EXPECT_EQ(node(t, "backend:rates").state, State::table);
  EXPECT_THAT(node(t, "backend:rates").details, Contains(Eq("stick table: ip, http_req_rate(10s)")));
}

TEST(Build, SaysWhereStatisticsAre) {
  ModelBuilder m;
  m.frontend("stats");
  m.model().proxies[0].stats_uri = "/stats";
  EXPECT_THAT(node(build(m.model()), "frontend:stats").details, Contains(Eq("statistics at /stats")));
}

TEST(Build, NamesThatComeTwiceGetTwoNodes) {
  ModelBuilder m;
  m.backend("web").server("s1").backend("web").server("s1");
  const Topology t = build(m.model());
  EXPECT_EQ(node(t, "backend:web#2").name, "web");
  EXPECT_EQ(node(t, "server:web/s1#2").name, "s1");
}

}  // namespace
}  // namespace hapax::graph
