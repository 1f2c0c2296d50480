// Traffic that the scenario makes, and what is said when it cannot be made.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulate_run.hpp"

namespace hapax::cli::testing {
namespace {

using ::testing::HasSubstr;

class SimulatedWorkload : public ::testing::Test, protected SimulateRun {};

constexpr const char* kListen = R"(listen web
    mode http
    bind :80
    timeout client 5s
    timeout connect 1s
    timeout server 20s
    timeout queue 20s
    server s1 192.0.2.1:80 maxconn 1
)";

TEST_F(SimulatedWorkload, OfClientsThatWaitForTheirAnswers) {
  // Think 90 ms, ask, 10 ms: ten a second, never more than one at a time.
  const std::string one = decide_workload(kListen, R"(service: [{time: {constant: {ms: 10}}}]
workload: {duration: 10, arrivals: {closed: {clients: 1, think: {constant: {ms: 90}}}}}
)");
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 100);
  EXPECT_THAT(one, HasSubstr("web web/s1 served 0 10\n"));
  // Twenty of them ask twice as much as the one server can do: it is never idle.
  const std::string twenty = decide_workload(kListen, R"(service: [{time: {constant: {ms: 10}}}]
workload: {duration: 10, arrivals: {closed: {clients: 20, think: {constant: {ms: 90}}}}}
)");
  EXPECT_NEAR(static_cast<double>(std::count(twenty.begin(), twenty.end(), '\n')), 1000, 25);
}

// Who forgets that the proxy sends plain requests to TLS sees nothing but redirections.
TEST_F(SimulatedWorkload, SaysThatItComesWithoutTlsWhereThatIsRedirected) {
  const std::string text = R"(frontend web
    mode http
    bind :80
    bind :443 ssl crt none.pem
    timeout client 5s
    http-request redirect scheme https unless { ssl_fc }
    default_backend app
backend app
    mode http
    timeout connect 1s
    timeout server 20s
    server s1 192.0.2.1:80
)";
  const std::string hint = "the workload comes to 'web' without TLS, which is redirected";
  const auto report = [&](const std::string& requests) {
    write("haproxy.cfg", text);
    write("workload.yaml",
          "workload: {frontend: web, duration: 1, arrivals: {constant: {rate: 10}}" + requests + "}\n");
    EXPECT_EQ(run({"--no-files", "--workload", path("workload.yaml")}), 0) << err;
    return out;
  };
  EXPECT_THAT(report(""), HasSubstr(hint));
  EXPECT_THAT(report(", requests: [{sni: shop.example}]"), ::testing::Not(HasSubstr(hint)));
}

TEST_F(SimulatedWorkload, OfSeveralAtOnce) {
  const std::string decisions = decide_workload(R"(defaults
    mode http
    timeout client 5s
    timeout connect 1s
    timeout server 20s
frontend a
    bind :80
    default_backend web
frontend b
    bind :81
    http-request deny if { path_beg /item/1 } { src 198.51.100.0/24 }
    default_backend web
backend web
    server s1 192.0.2.1:80
)",
                                                R"(workload:
  - {frontend: a, duration: 10, arrivals: {constant: {rate: 10}}}
  - {frontend: b, duration: 10, arrivals: {constant: {rate: 5}},
     requests: [{path: "/item/{1..1}", src: 198.51.100.0/24}]}
)");
  EXPECT_THAT(decisions, HasSubstr("a web/s1 served 0 0\na web/s1 served 0 0\nb - denied - 0\n"));
  EXPECT_EQ(std::count(decisions.begin(), decisions.end(), '\n'), 99 + 49);
}

TEST_F(SimulatedWorkload, RepeatsItselfForASeed) {
  const std::string scenario = R"(service: [{time: {exponential: {mean_ms: 9}}}]
patience: [{time: {exponential: {mean_ms: 100}}}]
workload:
  duration: 10
  arrivals: {bursts: [{rate: 20, mean_s: 2}, {rate: 200, mean_s: 0.5}]}
  requests: [{path: "/{1..100 zipf 1.2}", src: {network: 10.0.0.0/8, clients: 50, zipf: 1}}]
)";
  const std::string first = decide_workload(kListen, scenario);
  EXPECT_THAT(first, HasSubstr("served"));
  EXPECT_EQ(decide_workload(kListen, scenario), first);
}

TEST_F(SimulatedWorkload, SaysWhereAScenarioIsWrong) {
  EXPECT_THAT(decide_workload(kListen, "workload:\n  duration: 10\n  arrivals: {poison: {rate: 1}}\n"),
              HasSubstr("s.yaml:3:14: 'arrivals' has no key 'poison'; did you mean 'poisson'?"));
  EXPECT_THAT(decide_workload(kListen, "workload: {frontend: wep, duration: 1, arrivals: {constant: {rate: 1}}}\n"),
              HasSubstr("s.yaml:1:22: a workload names the frontend 'wep', which the configuration does not have; did "
                        "you mean 'web'?"));
  EXPECT_THAT(decide_workload(kListen, "patience: [{frontend: api, time: {constant: {ms: 1}}}]\n"),
              HasSubstr("s.yaml:1:23: a patience rule names the frontend 'api'"));
}

}  // namespace
}  // namespace hapax::cli::testing
