#include <hapax/simulate/scenario.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hapax::simulate {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view yaml) {
  const auto result = parse_scenario(yaml, "s.yaml");
  return result ? "no error" : result.error().message;
}

TEST(Scenario, ReadsEveryKindOfNode) {
  const auto result = parse_scenario(R"(
service:
  - {server: "web/*", time: {lognormal: {median_ms: 12, sigma: 0.8}}}
  - {time: {constant: {ms: 5}}}
outages:  [{server: web/s2, from: 10, to: 20, kind: blackhole}]
slowdowns: [{server: web/s1, from: 30, to: 40, factor: 3}]
workload: {frontend: www, duration: 60, arrivals: {poisson: {rate: 800}}}
)",
                                     "s.yaml");
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->service.size(), 2U);
  EXPECT_EQ(std::get<Lognormal>(result->service[0].time).median, 12e6);
  EXPECT_EQ(result->service[1].server, "*");
  EXPECT_EQ(std::get<Constant>(result->service[1].time).value, 5'000'000);
  EXPECT_EQ(result->outages.at(0).kind, Outage::Kind::blackhole);
  EXPECT_EQ(result->outages.at(0).to, 20 * routing::kSecond);
  EXPECT_EQ(result->slowdowns.at(0).factor, 3);
  ASSERT_TRUE(result->workload);
  EXPECT_EQ(std::get<Exponential>(result->workload->between).mean, 1e9 / 800);
}

TEST(Scenario, OfNothingIsEmpty) { EXPECT_TRUE(parse_scenario("", "s.yaml")); }

TEST(Scenario, NamesTheNearestKeyAndTheLine) {
  EXPECT_EQ(error_of("\noutage: []\n"), "s.yaml:2: a scenario has no key 'outage'; did you mean 'outages'?");
  EXPECT_THAT(error_of("service: [{time: {exponential: {mean: 3}}}]"), HasSubstr("has no key 'mean'"));
}

TEST(Scenario, RefusesWhatMakesNoSense) {
  EXPECT_THAT(error_of("outages: [{server: a/b, from: 5, to: 2}]"), HasSubstr("must end after it begins"));
  EXPECT_THAT(error_of("outages: [{server: a/b, from: -5}]"), HasSubstr("must not be negative"));
  EXPECT_THAT(error_of("outages: [{server: a/b, kind: explode}]"), HasSubstr("not 'explode'"));
  EXPECT_THAT(error_of("service: [{time: {constant: {ms: soon}}}]"), HasSubstr("must be a number"));
  EXPECT_THAT(error_of("service: [{time: {constant: {ms: .nan}}}]"), HasSubstr("must be a number"));
  EXPECT_THAT(error_of("workload: {duration: 1, arrivals: {poisson: {rate: 0}}}"), HasSubstr("greater than 0"));
  EXPECT_THAT(error_of("a: [b"), HasSubstr("not readable as YAML"));
}

TEST(Scenario, RefusesServersThatAreNotThere) {
  model::RoutingModel model;
  model.proxies.push_back({});
  model.proxies[0].name = "web";
  model.servers.push_back({});
  model.servers[0].name = "s1";
  model.servers[0].proxy = 0;
  Scenario scenario;
  scenario.outages.push_back({"web/s7", 0, 1, Outage::Kind::refuse});
  const auto result = check_scenario(scenario, model, "s.yaml");
  ASSERT_FALSE(result);
  EXPECT_EQ(
      result.error().message,
      "s.yaml: an outage names the server 'web/s7', which the configuration does not have; did you mean 'web/s1'?");
}

TEST(GlobMatch, KnowsStarAndQuestionMark) {
  EXPECT_TRUE(glob_match("web/*", "web/s1"));
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_TRUE(glob_match("*a*b", "xayab"));
  EXPECT_TRUE(glob_match("s?", "s1"));
  EXPECT_FALSE(glob_match("s?", "s"));
  EXPECT_FALSE(glob_match("web/*", "api/s1"));
  EXPECT_FALSE(glob_match("", "a"));
}

}  // namespace
}  // namespace hapax::simulate
