// Servers that go and come back: health checks, agents, administrators, warm-up, shared processors.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulate_run.hpp"

namespace hapax::cli::testing {
namespace {

using ::testing::HasSubstr;

class SimulatedServers : public ::testing::Test, protected SimulateRun {};

std::string listen(const std::string& lines) {
  return "listen web\n    mode http\n    bind :80\n    timeout client 5s\n    timeout connect 1s\n    timeout server "
         "20s\n"
         "    timeout queue 20s\n    retries 0\n" +
         lines;
}

// A request every `step` seconds until `end`, each of `service_ms`.
std::string every(double step, double end, double service_ms) {
  std::string trace;
  for (int i = 0; i * step < end; ++i) {
    trace += "{\"t\":" + std::to_string(i * step) + ",\"service_ms\":" + std::to_string(service_ms) + "}\n";
  }
  return trace;
}

// Where the requests went, one character each: the last one of the server's name, '-' for none.
std::string servers_of(const std::string& decisions) {
  std::string result;
  std::size_t at = 0;
  while (at < decisions.size()) {
    const std::size_t end = decisions.find('\n', at);
    const std::string line = decisions.substr(at, end - at);
    const std::size_t server = line.find(' ') + 1;
    const std::string name = line.substr(server, line.find(' ', server) - server);
    result += line.find(" served ") == std::string::npos ? '-' : name.back();
    at = end + 1;
  }
  return result;
}

TEST_F(SimulatedServers, GoDownAfterFallChecksAndComeBackAfterRise) {
  // The first check comes at once and then every 2 s, once it failed every 0.5 s; once it is down every 1 s, and with
  // the first success again every 0.5 s.
  const std::string configuration = listen(
      "    default-server check inter 2s fastinter 500ms downinter 1s fall 3 rise 2\n"
      "    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80 backup\n");
  const std::string decisions =
      decide(configuration, every(0.25, 14, 1), "outages: [{server: web/s1, from: 3.5, to: 8.1}]\n");
  const std::string where = servers_of(decisions);
  const std::size_t refused = where.find('-');
  const std::size_t down = where.find('2');
  const std::size_t up = where.find('1', down);
  EXPECT_EQ(refused, 14U) << where;  // at 3.5 s
  // Failing checks at 4, 4.5 and 5 s.
  EXPECT_EQ(down, 20U) << where;
  // Then at 6, 7, 8; at 9 the first that passes, at 9.5 the second.
  EXPECT_EQ(up, 38U) << where;
  EXPECT_EQ(where.find('-', down), std::string::npos) << where;
}

TEST_F(SimulatedServers, AreFoundOutByTheirTraffic) {
  // No check is due before the end of the outage; two errors of the traffic mark the server down at once.
  const std::string configuration = listen(
      "    default-server check inter 60s fall 1 rise 1 fastinter 1s observe layer4 error-limit 2 on-error mark-down\n"
      "    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80 backup\n");
  EXPECT_EQ(servers_of(decide(configuration, every(0.25, 3, 1), "outages: [{server: web/s1, from: 1, to: 2}]\n"))
                .substr(0, 8),
            "1111--22");
}

TEST_F(SimulatedServers, CutTheirSessionsWhenMarkedDown) {
  const std::string configuration =
      listen("    server s1 192.0.2.1:80 check inter 1s fall 1 on-marked-down shutdown-sessions\n");
  EXPECT_EQ(
      decide(configuration, "{\"t\":0,\"service_ms\":9000}\n", "outages: [{server: web/s1, from: 1.5, to: 60}]\n"),
      "web web/s1 server-error 0 2000\n");
}

TEST_F(SimulatedServers, CutTheirSessionsWhenTheFirstOfThemMarksThemDown) {
  // Each request ends once, whether its own connection broke or another one's did.
  const std::string configuration = listen(
      "    server s1 192.0.2.1:80 check inter 60s fall 1 observe layer7 error-limit 1 on-error mark-down "
      "on-marked-down shutdown-sessions\n");
  const std::string three =
      "{\"t\":0,\"service_ms\":9000}\n{\"t\":0.1,\"service_ms\":9000}\n{\"t\":0.2,\"service_ms\":9000}\n";
  EXPECT_EQ(decide(configuration, three, "outages: [{server: web/s1, from: 2, to: 60, kind: reset}]\n"),
            "web web/s1 server-error 0 2000\n"
            "web web/s1 server-error 0 1900\n"
            "web web/s1 server-error 0 1800\n");
}

TEST_F(SimulatedServers, ListenToTheirAgents) {
  const std::string configuration = listen(
      "    server s1 192.0.2.1:80 weight 100 agent-check agent-port 9 agent-inter 1s\n"
      "    server s2 192.0.2.2:80 weight 100\n");
  const std::string where = servers_of(decide(configuration, every(0.1, 30, 1), R"(agents:
  - {server: web/s1, at: 9.5, says: "25%"}
  - {server: web/s1, at: 19.5, says: "drain"}
)"));
  const auto ones = [&](std::size_t from, std::size_t to) {
    return std::count(where.begin() + static_cast<long>(from), where.begin() + static_cast<long>(to), '1');
  };
  EXPECT_NEAR(static_cast<double>(ones(0, 95)), 47, 1);
  EXPECT_NEAR(static_cast<double>(ones(110, 190)), 16, 2) << "a fifth of 80";
  EXPECT_EQ(ones(210, 300), 0);
}

TEST_F(SimulatedServers, ObeyTheirAdministrator) {
  const std::string configuration = listen("    server s1 192.0.2.1:80\n    server s2 192.0.2.2:80 backup\n");
  EXPECT_EQ(servers_of(decide(configuration, every(1, 8, 1), R"(admin:
  - {server: web/s1, at: 1.5, state: maint}
  - {server: web/s1, at: 4.5, state: ready}
)")),
            "11222111");
}

TEST_F(SimulatedServers, WarmUp) {
  const std::string configuration = listen(
      "    server s1 192.0.2.1:80 weight 100 check inter 1s fall 1 rise 1 slowstart 20s\n"
      "    server s2 192.0.2.2:80 weight 100\n");
  const std::string where =
      servers_of(decide(configuration, every(0.05, 60, 1), "outages: [{server: web/s1, from: 5, to: 15}]\n"));
  const auto share = [&](double from, double to) {
    const auto begin = where.begin() + static_cast<long>(from * 20);
    const auto end = where.begin() + static_cast<long>(to * 20);
    return static_cast<double>(std::count(begin, end, '1')) / static_cast<double>(end - begin);
  };
  EXPECT_LT(share(16, 20), 0.2);
  EXPECT_GT(share(28, 32), 0.3);
  EXPECT_LT(share(28, 32), 0.48);
  EXPECT_NEAR(share(40, 60), 0.5, 0.01);
}

TEST_F(SimulatedServers, ShareTheirProcessor) {
  // Two requests of 100 ms side by side take 200; a third one in the middle of them delays both.
  const std::string shared = "service: [{server: web/s1, discipline: processor-sharing}]\n";
  const std::string configuration = listen("    server s1 192.0.2.1:80\n");
  EXPECT_EQ(decide(configuration, R"({"t":0,"service_ms":100}
{"t":0,"service_ms":100}
{"t":1,"service_ms":100}
{"t":1.05,"service_ms":25}
)",
                   shared),
            "web web/s1 served 0 200\nweb web/s1 served 0 200\nweb web/s1 served 0 125\nweb web/s1 served 0 50\n");
  EXPECT_EQ(decide(configuration, "{\"t\":0,\"service_ms\":100}\n{\"t\":0,\"service_ms\":100}\n",
                   "service: [{server: web/s1, discipline: processor-sharing, cores: 2}]\n"),
            "web web/s1 served 0 100\nweb web/s1 served 0 100\n");
}

TEST_F(SimulatedServers, ShareTheirProcessorAndTimeOut) {
  const std::string configuration = listen("    timeout server 150ms\n    server s1 192.0.2.1:80\n");
  EXPECT_EQ(decide(configuration, "{\"t\":0,\"service_ms\":100}\n{\"t\":0.05,\"service_ms\":100}\n",
                   "service: [{server: web/s1, discipline: processor-sharing}]\n"),
            "web web/s1 served 0 150\nweb web/s1 served 0 150\n")
      << "at the very end of its timeout";
  EXPECT_EQ(decide(configuration, "{\"t\":0,\"service_ms\":100}\n{\"t\":0.04,\"service_ms\":60}\n",
                   "service: [{server: web/s1, discipline: processor-sharing}]\n"),
            "web web/s1 server-timeout 0 150\nweb web/s1 served 0 115\n");
}

TEST_F(SimulatedServers, MustHaveAnAgentToHaveItsAnswers) {
  EXPECT_THAT(decide(listen("    server s1 192.0.2.1:80\n"), "{\"t\":0}\n", "agents: [{server: web/s1, says: down}]\n"),
              HasSubstr("s.yaml:1:19: an agent's answer is for 'web/s1', which has no 'agent-check'"));
}

}  // namespace
}  // namespace hapax::cli::testing
