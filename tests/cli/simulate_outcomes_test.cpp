// Every outcome that a request can have, and the limits, failures and clients' ways that lead there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "simulate_run.hpp"

namespace hapax::cli::testing {
namespace {

using ::testing::HasSubstr;

class SimulatedOutcomes : public ::testing::Test, protected SimulateRun {};

constexpr const char* kDefaults = R"(defaults
    mode http
    timeout client 5s
    timeout http-keep-alive 1s
    timeout connect 100ms
    timeout server 200ms
    timeout queue 50ms
)";

// A frontend `www` before a backend `web` with these lines.
std::string shop(const std::string& frontend, const std::string& backend) {
  return std::string(kDefaults) + "frontend www\n    bind :80\n" + frontend + "    default_backend web\nbackend web\n" +
         backend;
}

TEST_F(SimulatedOutcomes, OfRulesOfTheFrontend) {
  EXPECT_EQ(decide(shop("    tcp-request connection reject if { src 192.0.2.66 }\n"
                        "    timeout tarpit 3s\n"
                        "    http-request deny if { path /deny }\n"
                        "    http-request tarpit if { path /tarpit }\n"
                        "    http-request redirect location /elsewhere if { path /redirect }\n"
                        "    http-request return status 200 if { path /return }\n"
                        "    http-request silent-drop if { path /drop }\n",
                        "    server s1 192.0.2.1:80\n"),
                   R"({"t":0,"path":"/deny"}
{"t":1,"path":"/tarpit"}
{"t":2,"path":"/redirect"}
{"t":3,"path":"/return"}
{"t":4,"path":"/drop"}
{"t":5,"src":"192.0.2.66"}
{"t":6,"service_ms":7}
)"),
            "www - denied - 0\n"
            "www - tarpitted - 3000\n"
            "www - redirected - 0\n"
            "www - returned - 0\n"
            "www - rejected - 0\n"
            "www - rejected - 0\n"
            "www web/s1 served 0 7\n");
}

// Who is redirected waits for no slot of its server, but 3.2 takes one from those who have: it is free too early.
TEST_F(SimulatedOutcomes, OfServersThatRedirect) {
  EXPECT_EQ(decide(shop("",
                        "    balance source\n"
                        "    server s1 192.0.2.1:80 maxconn 1 redir http://img.example\n"),
                   R"({"t":0,"method":"POST","service_ms":100}
{"t":0.06,"service_ms":7}
{"t":0.07,"method":"PUT","service_ms":7}
)"),
            "www web/s1 served 0 100\n"
            "www web redirected - 0\n"
            "www web/s1 served 0 7\n");
}

TEST_F(SimulatedOutcomes, AreCountedForTheRulesThatRefuse) {
  write("haproxy.cfg", shop("    tcp-request connection reject if { src 192.0.2.66 }\n"
                            "    http-request return status 429 if { path /too-many }\n"
                            "    http-request return status 200 if { path /return }\n"
                            "    http-request redirect location /elsewhere if { path /redirect }\n"
                            "    http-request deny deny_status 403 if { path_beg /deny }\n",
                            "    http-response deny if { status 404 }\n"
                            "    server s1 192.0.2.1:80\n"));
  write("trace.jsonl", R"({"t":0,"src":"192.0.2.66"}
{"t":1,"path":"/deny"}
{"t":2,"path":"/too-many"}
{"t":3,"path":"/return"}
{"t":4,"path":"/redirect"}
{"t":5,"path":"/deny/again"}
{"t":6,"service_ms":7}
{"t":7,"service_ms":7,"response":{"status":404}}
)");
  ASSERT_EQ(run({"--trace", path("trace.jsonl"), "--format", "json"}), 0) << err;
  const nlohmann::json rules = nlohmann::json::parse(out)["refusing_rules"];
  std::vector<std::string> lines;
  for (const auto& rule : rules) {
    lines.push_back(std::to_string(rule["line"].get<int>()) + " " + rule["rule"].get<std::string>() + " " +
                    rule["requests"].dump() + " " + rule["first_s"].dump() + " " + rule["last_s"].dump());
  }
  EXPECT_THAT(lines, ::testing::ElementsAre(
                         "14 http-request deny deny_status 403 2 1.0 5.0", "10 tcp-request connection reject 1 0.0 0.0",
                         "11 http-request return status 429 1 2.0 2.0", "17 http-response deny 1 7.007 7.007"));
}

// As real HAProxy 3.2 paused; what is no time above zero it passed over.
TEST_F(SimulatedOutcomes, OfPausedRequests) {
  EXPECT_EQ(decide(shop("    http-request pause 200 if { path_beg /twice }\n"
                        "    http-request pause int(150) if { path_beg /twice }\n"
                        "    http-request deny if { path /twice-denied }\n"
                        "    http-request pause int(-300) if { path /never }\n"
                        "    http-request pause str(long) if { path /never }\n"
                        "    http-request set-var(txn.slow) bool(true) if { path /answer }\n",
                        "    http-request pause 1s if { path /there }\n"
                        "    http-response pause 250ms if { var(txn.slow) -m bool }\n"
                        "    http-response deny if { var(txn.slow) -m bool }\n"
                        "    server s1 192.0.2.1:80 maxconn 1\n"),
                   R"({"t":0,"path":"/twice","service_ms":7}
{"t":0.1,"path":"/never","service_ms":7}
{"t":1,"path":"/twice-denied"}
{"t":2,"path":"/there","service_ms":7}
{"t":4,"path":"/answer","service_ms":10}
{"t":4.22,"path":"/","service_ms":7}
)"),
            "www web/s1 served 0 357\n"
            "www web/s1 served 0 7\n"
            "www - denied - 350\n"
            "www web/s1 served 0 1007\n"
            "www web/s1 denied 0 260\n"
            "www web/s1 served 40 47\n");
}

TEST_F(SimulatedOutcomes, OfAnswersFromACache) {
  EXPECT_EQ(decide("cache c\n    total-max-size 4\n" + shop("    http-request cache-use c\n",
                                                            "    http-response cache-store c\n"
                                                            "    server s1 192.0.2.1:80\n"),
                   R"({"t":0,"service_ms":7,"response":{"status":200,"headers":{"cache-control":"max-age=2"}}}
{"t":1,"service_ms":7}
{"t":2.5,"service_ms":7}
{"t":3,"service_ms":7}
)"),
            "www web/s1 served 0 7\n"
            "www - returned - 0\n"
            "www web/s1 served 0 7\n"
            "www web/s1 served 0 7\n");
  EXPECT_EQ(run({"--trace", path("t.jsonl")}), 0) << err;
  EXPECT_THAT(out, HasSubstr("caches keep the answers that the trace tells"));
}

// What real HAProxy 3.2 found in these streams.
TEST_F(SimulatedOutcomes, OfDistccStreams) {
  const std::string config = std::string(kDefaults) +
                             "frontend www\n    mode tcp\n    bind :80\n"
                             "    use_backend second if { distcc_body(ARGV,2) -m str gcc }\n"
                             "    use_backend first if { distcc_body(ARGV) -m str cc } { distcc_param(ARGV) 2 }\n"
                             "    use_backend count if { distcc_param(ARGC) 11 }\n"
                             "    use_backend size if { distcc_param(DOTI) 4294967295 }\n"
                             "    default_backend none\n";
  std::string backends;
  for (const char* name : {"second", "first", "count", "size", "none"}) {
    backends += std::string("backend ") + name + "\n    mode tcp\n    server s 192.0.2.1:80\n";
  }
  EXPECT_EQ(decide(config + backends, R"({"t":0,"payload":"DIST00000002ARGC00000002ARGV00000002ccARGV00000003gcc"}
{"t":1,"payload":"XXXX00000001xARGV00000002ccSTAT00000009"}
{"t":2,"payload":"DIST00000002ARGC0000000B"}
{"t":3,"payload":"STAT00000001zARGC0000000B"}
{"t":4,"payload":"DIST0000000gARGC0000000B"}
{"t":5,"payload":"DOTIffffffffab"}
{"t":6,"payload":"argv00000002cc"}
{"t":7,"payload":"ARGV00000000ARGV00000003gcc"}
)"),
            "www second/s served 0 0\n"
            "www first/s served 0 0\n"
            "www count/s served 0 0\n"
            "www none/s served 0 0\n"
            "www none/s served 0 0\n"
            "www size/s served 0 0\n"
            "www none/s served 0 0\n"
            "www second/s served 0 0\n");
}

TEST_F(SimulatedOutcomes, OfAServersAnswerAfterAPageOfTheProxy) {
  // What a page said that answered an earlier request says nothing of this one.
  write("403.http", "HTTP/1.0 200 OK\r\n\r\n");
  EXPECT_EQ(decide(shop("    errorfile 403 " + path("403.http") +
                            "\n    http-request deny if { path /deny }\n"
                            "    http-response deny if { txn.status 403 }\n",
                        "    server s1 192.0.2.1:80\n"),
                   "{\"t\":0,\"path\":\"/deny\"}\n{\"t\":1,\"service_ms\":7}\n"),
            "www - denied - 0\n"
            "www web/s1 served 0 7\n");
}

TEST_F(SimulatedOutcomes, OfServersThatFail) {
  const std::string configuration = shop("", "    retries 0\n    server s1 192.0.2.1:80\n");
  const std::string outages = R"(outages:
  - {server: web/s1, from: 1, to: 2, kind: refuse}
  - {server: web/s1, from: 2, to: 3, kind: blackhole}
  - {server: web/s1, from: 3, to: 4, kind: reset}
  - {server: web/s1, from: 4, to: 5, kind: error-500}
)";
  EXPECT_EQ(decide(configuration, R"({"t":0,"service_ms":201}
{"t":1.5,"service_ms":1}
{"t":2.5,"service_ms":1}
{"t":2.99,"service_ms":100}
{"t":3.5,"service_ms":1}
{"t":4.5,"service_ms":1}
{"t":5.5,"service_ms":1}
)",
                   outages),
            "www web/s1 server-timeout 0 200\n"
            "www web/s1 connect-failed 0 0\n"
            "www web/s1 connect-timeout 0 100\n"
            "www web/s1 server-error 0 10\n"
            "www web/s1 server-error 0 0\n"
            "www web/s1 served 0 0\n"
            "www web/s1 served 0 1\n");
}

// A server that does not answer, or not in time, has failed; one that cannot be reached has not.
TEST_F(SimulatedOutcomes, OfFailuresThatAreCounted) {
  const std::string rules =
      "    stick-table type ip size 10 expire 1h store http_fail_cnt\n"
      "    http-request track-sc0 src\n"
      "    http-request deny if { sc_http_fail_cnt(0) ge 2 }\n";
  EXPECT_EQ(decide(shop(rules, "    retries 0\n    server s1 192.0.2.1:80\n"),
                   R"({"t":0,"src":"192.0.2.9","service_ms":201}
{"t":1.5,"src":"192.0.2.9","service_ms":1}
{"t":2.5,"src":"192.0.2.9","service_ms":1}
{"t":3.5,"src":"192.0.2.9","service_ms":1}
{"t":4.5,"src":"192.0.2.9","service_ms":1}
)",
                   "outages:\n  - {server: web/s1, from: 1, to: 2, kind: refuse}\n"
                   "  - {server: web/s1, from: 3, to: 4, kind: reset}\n"),
            "www web/s1 server-timeout 0 200\n"
            "www web/s1 connect-failed 0 0\n"
            "www web/s1 served 0 1\n"
            "www web/s1 server-error 0 0\n"
            "www - denied - 0\n");
}

TEST_F(SimulatedOutcomes, OfFullServersAndQueues) {
  EXPECT_EQ(decide(shop("", "    cookie SRV insert\n    server s1 192.0.2.1:80 maxconn 1 maxqueue 1 cookie one\n"),
                   R"({"t":0,"service_ms":80}
{"t":0.001,"headers":{"cookie":"SRV=one"}}
{"t":0.002,"headers":{"cookie":"SRV=one"}}
{"t":1,"service_ms":30}
{"t":1.01,"service_ms":5}
)"),
            "www web/s1 served 0 80\n"
            "www web queue-timeout 50 50\n"
            "www web queue-full - 0\n"
            "www web/s1 served 0 30\n"
            "www web/s1 served 20 25\n");
}

TEST_F(SimulatedOutcomes, OfABackendWithoutServers) {
  EXPECT_EQ(decide(shop("", "    server s1 192.0.2.1:80 disabled\n"), "{\"t\":0}\n"), "www web no-server - 0\n");
}

TEST_F(SimulatedOutcomes, OfClientsThatGiveUpInAQueue) {
  const std::string trace = R"({"t":0,"service_ms":40}
{"t":0.001,"service_ms":10,"patience_ms":20}
{"t":0.002,"service_ms":10}
)";
  const std::string server = "    server s1 192.0.2.1:80 maxconn 1\n";
  // The proxy goes on for nobody, and those behind wait for it.
  EXPECT_EQ(decide(shop("", server), trace),
            "www web/s1 served 0 40\nwww web/s1 aborted 39 49\nwww web/s1 served 48 58\n");
  EXPECT_EQ(decide(shop("", "    option abortonclose\n" + server), trace),
            "www web/s1 served 0 40\nwww web aborted 20 20\nwww web/s1 served 38 48\n");
}

TEST_F(SimulatedOutcomes, OfClientsThatGiveUpWhileTheServerWorks) {
  const std::string trace = "{\"t\":0,\"service_ms\":100}\n{\"t\":0.01,\"service_ms\":1}\n";
  const std::string patience = "patience: [{frontend: www, time: {constant: {ms: 30}}}]\n";
  const std::string server = "    timeout queue 1s\n    server s1 192.0.2.1:80 maxconn 1\n";
  EXPECT_EQ(decide(shop("", server), trace, patience), "www web/s1 aborted 0 100\nwww web/s1 aborted 90 91\n");
  EXPECT_EQ(decide(shop("", "    option abortonclose\n" + server), trace, patience),
            "www web/s1 aborted 0 30\nwww web/s1 served 20 21\n");
}

TEST_F(SimulatedOutcomes, OfRetriesAndRedispatch) {
  const std::string outage = "outages: [{server: web/s1}]\n";
  const std::string trace = "{\"t\":0,\"service_ms\":5}\n{\"t\":10,\"service_ms\":5}\n";
  const std::string servers = "    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80\n";
  EXPECT_EQ(decide(shop("", "    retries 2\n" + servers), trace, outage),
            "www web/s1 connect-failed 0 200\nwww web/s2 served 0 5\n");
  EXPECT_EQ(decide(shop("", "    option redispatch\n" + servers), trace, outage),
            "www web/s2 served 0 5\nwww web/s2 served 0 5\n");
}

TEST_F(SimulatedOutcomes, OfAFullFrontendAndItsKeptConnections) {
  // c1 keeps its connection for a second (http-keep-alive) after its answer.
  const std::string trace = R"({"t":0,"conn":"c1","service_ms":100}
{"t":0.5,"conn":"c2","service_ms":1}
)";
  const std::string server = "    server s1 192.0.2.1:80\n";
  EXPECT_EQ(decide(shop("    maxconn 1\n", server), trace), "www web/s1 served 0 100\nwww web/s1 served 0 601\n");
  EXPECT_EQ(decide(shop("    maxconn 1\n    option httpclose\n", server), trace),
            "www web/s1 served 0 100\nwww web/s1 served 0 1\n");
  EXPECT_EQ(decide("global\n    maxconn 1\n" + shop("", server), trace),
            "www web/s1 served 0 100\nwww web/s1 served 0 601\n");
}

TEST_F(SimulatedOutcomes, OfALimitedRateOfNewConnections) {
  std::string trace;
  for (int i = 0; i < 40; ++i) trace += "{\"t\":1,\"service_ms\":1}\n";
  const auto last_wait = [&](const std::string& configuration) {
    const std::string decisions = decide(configuration, trace);
    return std::stod(decisions.substr(decisions.rfind(' ')));
  };
  const std::string server = "    server s1 192.0.2.1:80\n";
  EXPECT_EQ(last_wait(shop("", server)), 1);
  // Ten come in at once; a second later the rate begins to fall, and the other thirty follow one by one.
  EXPECT_NEAR(last_wait(shop("    rate-limit sessions 10\n", server)), 4000, 200);
  EXPECT_NEAR(last_wait("global\n    maxconnrate 20\n" + shop("", server)), 2000, 100);
}

TEST_F(SimulatedOutcomes, OfSeveralFrontendsBeforeOneBackend) {
  EXPECT_EQ(decide(std::string(kDefaults) + R"(frontend a
    bind :80
    default_backend web
frontend b
    bind :81
    default_backend web
backend web
    server s1 192.0.2.1:80 maxconn 1
)",
                   R"({"t":0,"frontend":"a","service_ms":30}
{"t":0.01,"frontend":"b","service_ms":5}
)"),
            "a web/s1 served 0 30\nb web/s1 served 20 25\n");
}

TEST_F(SimulatedOutcomes, OfAConnectionThatStaysWithItsClient) {
  const std::string trace = R"({"t":0,"conn":"c1","service_ms":1}
{"t":0.1,"conn":"c1","service_ms":1}
{"t":0.2,"conn":"c1","service_ms":1}
)";
  const std::string servers = "    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80\n";
  EXPECT_EQ(decide(shop("", "    option prefer-last-server\n    http-reuse never\n" + servers), trace),
            "www web/s1 served 0 1\nwww web/s1 served 0 1\nwww web/s1 served 0 1\n");
  EXPECT_EQ(decide(shop("", "    option prefer-last-server\n" + servers), trace),
            "www web/s1 served 0 1\nwww web/s2 served 0 1\nwww web/s1 served 0 1\n")
      << "connections that all may share belong to no client";
}

TEST_F(SimulatedOutcomes, OfARateLimitOverVirtualTime) {
  const std::string configuration = shop(R"(    stick-table type ip size 1k expire 1m store http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 3 }
)",
                                         "    server s1 192.0.2.1:80\n");
  std::string trace;
  for (const char* t : {"0", "1", "2", "3", "30"}) {
    trace += std::string("{\"t\":") + t + R"(,"src":"192.0.2.9","service_ms":1})" + "\n";
  }
  EXPECT_EQ(decide(configuration, trace),
            "www web/s1 served 0 1\nwww web/s1 served 0 1\nwww web/s1 served 0 1\nwww - denied - 0\n"
            "www web/s1 served 0 1\n");
  EXPECT_THAT(out, HasSubstr("192.0.2.9                    1     3.0   3.0"));
}

}  // namespace
}  // namespace hapax::cli::testing
