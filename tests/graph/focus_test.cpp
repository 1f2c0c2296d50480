#include <gtest/gtest.h>

#include "tests/graph/model_builder.hpp"

namespace hapax::graph {
namespace {

using testing::ModelBuilder;
using testing::node;

model::RoutingModel two_sites() {
  ModelBuilder m;
  m.backend("cart").server("s1").server("s2").backend("images").server("s1");
  m.frontend("www").use_backend(1, "if is_image").default_backend(0).frontend("admin", "127.0.0.1:81");
  return m.model();
}

TEST(Focus, KeepsWhatLeadsToAThingAndWhatItLeadsTo) {
  const auto part = focus(build(two_sites()), "cart");
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part->nodes.size(), 5U) << "address, frontend, backend, two servers";
  EXPECT_EQ(part->edges.size(), 4U);
  EXPECT_EQ(part->focus, "cart");
}

TEST(Focus, FindsAServerByBackendAndName) {
  const auto part = focus(build(two_sites()), "images/s1");
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(node(*part, "server:images/s1").name, "s1");
  EXPECT_EQ(part->nodes.size(), 4U);
}

TEST(Focus, OfAServerNameThatComesSeveralTimesKeepsAllOfThem) {
  const auto part = focus(build(two_sites()), "s1");
  ASSERT_TRUE(part.has_value());
  node(*part, "server:images/s1");
  node(*part, "server:cart/s1");
}

TEST(Focus, AnUnknownNameIsAnsweredWithTheNearest) {
  const auto part = focus(build(two_sites()), "iamges");
  ASSERT_FALSE(part.has_value());
  EXPECT_EQ(part.error().message, "nothing in the configuration is named 'iamges'; did you mean 'images'?");
}

}  // namespace
}  // namespace hapax::graph
