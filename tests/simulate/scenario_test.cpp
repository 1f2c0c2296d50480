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
  EXPECT_EQ(std::get<Lognormal>(*result->service[0].time).median, 12e6);
  EXPECT_EQ(result->service[1].server, "*");
  EXPECT_EQ(std::get<Constant>(*result->service[1].time).value, 5'000'000);
  EXPECT_EQ(result->outages.at(0).kind, Outage::Kind::blackhole);
  EXPECT_EQ(result->outages.at(0).to, 20 * routing::kSecond);
  EXPECT_EQ(result->slowdowns.at(0).factor, 3);
  ASSERT_EQ(result->workloads.size(), 1U);
  EXPECT_EQ(std::get<Exponential>(std::get<Distribution>(result->workloads[0].arrivals)).mean, 1e9 / 800);
}

TEST(Scenario, ReadsWhatServersAndClientsDoByThemselves) {
  const auto result = parse_scenario(R"(
service: [{server: web/s1, discipline: processor-sharing, cores: 4}]
agents: [{server: web/s1, at: 3, says: "50% up"}]
admin: [{server: web/*, at: 4, state: drain}, {server: web/s2, weight: 7, maxconn: 9}]
patience: [{frontend: www, time: {constant: {ms: 20}}}]
workload:
  - {duration: 1, arrivals: {closed: {clients: 7, think: {constant: {ms: 9}}, keep_alive: false}}}
  - duration: 1
    arrivals: {bursts: [{rate: 1, mean_s: 2}, {rate: 3, mean_s: 4}]}
    requests:
      - {path: "/a/{1..9 zipf 1.5}/b", src: {network: 10.9.8.7/8, clients: 20, zipf: 2}, sni: a.example}
  - {duration: 1, arrivals: {diurnal: {rates: [1, 2, 0], period: 60}}}
)",
                                     "s.yaml");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->service.at(0).shares);
  EXPECT_EQ(result->service.at(0).cores, 4);
  EXPECT_FALSE(result->service.at(0).time);
  EXPECT_EQ(result->agents.at(0).says, "50% up");
  EXPECT_EQ(result->admin.at(0).state, routing::AdminState::drain);
  EXPECT_EQ(result->admin.at(1).weight, 7U);
  EXPECT_EQ(result->admin.at(1).maxconn, 9);
  EXPECT_EQ(result->patience.at(0).frontend, "www");
  ASSERT_EQ(result->workloads.size(), 3U);
  EXPECT_FALSE(std::get<ClosedLoop>(result->workloads[0].arrivals).keep_alive);
  EXPECT_EQ(std::get<Bursts>(result->workloads[1].arrivals).states.at(1).stay, 4e9);
  const RequestTemplate& request = result->workloads[1].requests.at(0);
  ASSERT_EQ(request.path.pieces.size(), 2U);
  EXPECT_EQ(request.path.pieces[0].number->zipf, 1.5);
  EXPECT_EQ(request.path.pieces[1].text, "/b");
  EXPECT_EQ(request.src->first.bytes[0], 10);
  EXPECT_EQ(request.src->first.bytes[1], 0) << "the network's own address, whatever host bits were written";
  EXPECT_EQ(request.src->client.most, 19U);
  EXPECT_EQ(std::get<Diurnal>(result->workloads[2].arrivals).period, 60 * routing::kSecond);
}

TEST(Scenario, OfNothingIsEmpty) { EXPECT_TRUE(parse_scenario("", "s.yaml")); }

TEST(Scenario, NamesTheNearestKeyAndTheLine) {
  EXPECT_EQ(error_of("\noutage: []\n"), "s.yaml:2:1: a scenario has no key 'outage'; did you mean 'outages'?");
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
  EXPECT_THAT(error_of("service: [{server: a}]"), HasSubstr("s.yaml:1:11: a service rule needs 'time' or"));
  EXPECT_THAT(error_of("service: {server: a}"), HasSubstr("'service' must be a list"));
  EXPECT_THAT(error_of("service: [{cores: 2, time: {constant: {ms: 1}}}]"), HasSubstr("'cores' needs"));
  EXPECT_THAT(error_of("service: [{discipline: fifo}]"), HasSubstr("one of processor-sharing, separate, not 'fifo'"));
  EXPECT_THAT(error_of("admin: [{server: a, weight: 300}]"), HasSubstr("from 0 to 256"));
  EXPECT_THAT(error_of("admin: [{server: a}]"), HasSubstr("needs 'state', 'weight' or 'maxconn'"));
  EXPECT_THAT(error_of("outages: [{server: a, to: 1e12}]"), HasSubstr("longer than a hundred years"));
  const auto workload = [](const std::string& arrivals, const std::string& requests) {
    return error_of("workload: {duration: 1, arrivals: " + arrivals + ", requests: [" + requests + "]}");
  };
  EXPECT_THAT(workload("{bursts: [{rate: 1, mean_s: 1}]}", ""), HasSubstr("at least two states"));
  EXPECT_THAT(workload("{diurnal: {rates: [0, 0]}}", ""), HasSubstr("must be greater than 0"));
  EXPECT_THAT(workload("{closed: {clients: 0}}", ""), HasSubstr("from 1 to"));
  EXPECT_THAT(workload("{poisson: {rate: 1}}", "{path: '/{1-9}'}"), HasSubstr("a range such as {1..1000}"));
  EXPECT_THAT(workload("{poisson: {rate: 1}}", "{path: '/{9..1}'}"), HasSubstr("not '9..1'"));
  EXPECT_THAT(workload("{poisson: {rate: 1}}", "{src: 10.0.0.0/33}"), HasSubstr("not '10.0.0.0/33'"));
  EXPECT_THAT(workload("{poisson: {rate: 1}}", "{src: {network: 10.0.0.0/30, clients: 5}}"), HasSubstr("from 1 to 4"));
}

TEST(Scenario, RefusesServersThatAreNotThere) {
  model::RoutingModel model;
  model.proxies.push_back({});
  model.proxies[0].name = "web";
  model.servers.push_back({});
  model.servers[0].name = "s1";
  model.servers[0].proxy = 0;
  Scenario scenario;
  scenario.outages.push_back({"web/s7", 0, 1, Outage::Kind::refuse, {3, 12}});
  const auto result = check_scenario(scenario, model, "s.yaml");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "s.yaml:3:12: an outage names the server 'web/s7', which the configuration does not have; did you mean "
            "'web/s1'?");
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
