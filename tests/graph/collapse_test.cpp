#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/graph/model_builder.hpp"

namespace hapax::graph {
namespace {

using testing::edge;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ModelBuilder;
using testing::node;

std::vector<std::string> ids(const Topology& topology, NodeKind kind) {
  std::vector<std::string> found;
  for (const Node& n : topology.nodes) {
    if (n.kind == kind) found.push_back(n.id);
  }
  return found;
}

TEST(Collapse, LeavesAPictureThatIsSmallAsItIs) {
  ModelBuilder m;
  m.backend("web").server("s1").server("s2").server("s3").frontend("www").default_backend(0);
  const Topology t = collapse(build(m.model()));
  EXPECT_EQ(t.nodes.size(), 6U);
  EXPECT_THAT(t.collapsed, IsEmpty());
}

TEST(Collapse, ARunOfLikeServersBecomesOneNodeThatSaysSo) {
  ModelBuilder m;
  m.backend("web");
  for (int i = 0; i < 1000; ++i) m.server("s" + std::to_string(i));
  const Topology t = collapse(build(m.frontend("www").default_backend(0).model()));
  ASSERT_THAT(ids(t, NodeKind::server), ElementsAre("server:web/s0"));
  EXPECT_EQ(node(t, "server:web/s0").name, "1000 servers");
  EXPECT_EQ(node(t, "server:web/s0").members.size(), 1000U);
  EXPECT_THAT(t.collapsed, ElementsAre("1000 servers of 'web' drawn as one: 's0' to 's999'"));
}

TEST(Collapse, KeepsTheOneThatDiffersApart) {
  ModelBuilder m;
  m.backend("web");
  for (int i = 0; i < 20; ++i) m.server("s" + std::to_string(i), [&](model::Server& s) { s.disabled = i == 7; });
  const Topology t = collapse(build(m.model()));
  EXPECT_EQ(node(t, "server:web/s7").state, State::disabled);
  EXPECT_EQ(node(t, "server:web/s0").members.size(), 7U);
  EXPECT_EQ(node(t, "server:web/s8").members.size(), 12U);
}

TEST(Collapse, ServersThatAllDifferAreCutOffAfterTheFirstFew) {
  ModelBuilder m;
  m.backend("web");
  for (unsigned i = 1; i <= 40; ++i) {
    m.server("s" + std::to_string(i), [i](model::Server& s) { s.weight = i; });
  }
  const Topology t = collapse(build(m.model()));
  EXPECT_EQ(ids(t, NodeKind::server).size(), 10U);
  EXPECT_EQ(node(t, "server:web/s10").name, "31 servers");
}

TEST(Collapse, LikeBackendsBecomeOneAndTheirRulesStandOnOneEdge) {
  ModelBuilder m;
  for (int i = 0; i < 500; ++i) m.backend("b" + std::to_string(i)).server("s");
  m.frontend("www");
  for (unsigned i = 0; i < 499; ++i) m.use_backend(i, "if is_" + std::to_string(i), i + 1);
  const Topology t = collapse(build(m.model()));
  ASSERT_THAT(ids(t, NodeKind::backend), ElementsAre("backend:b0", "backend:b499"));
  EXPECT_EQ(edge(t, "frontend:www", "backend:b0")->rules.size(), 499U);
  EXPECT_EQ(node(t, "backend:b499").state, State::unreachable) << "what nothing leads to stays visible";
  EXPECT_EQ(node(t, "server:b0/s").members.size(), 499U);
}

TEST(Collapse, ManyFrontendsWithABackendEachBecomeOneChain) {
  ModelBuilder m;
  for (unsigned i = 0; i < 60; ++i) {
    m.backend("b" + std::to_string(i)).server("s");
    m.frontend("f" + std::to_string(i), "192.0.2.1:" + std::to_string(8000 + i)).default_backend(2 * i);
  }
  const Topology t = collapse(build(m.model()));
  EXPECT_EQ(t.nodes.size(), 4U);
  EXPECT_EQ(edge(t, "frontend:f0", "backend:b0")->count, 60U);
}

TEST(Collapse, NeverDrawsMoreThanAReaderTakesIn) {
  ModelBuilder m;
  for (unsigned i = 0; i < 300; ++i) {
    m.backend("b" + std::to_string(i));
    for (unsigned s = 0; s <= i % 17; ++s) m.server("s", [&](model::Server& x) { x.weight = 1 + (i * s) % 200; });
  }
  EXPECT_LE(collapse(build(m.model())).nodes.size(), Limits{}.nodes);
}

}  // namespace
}  // namespace hapax::graph
