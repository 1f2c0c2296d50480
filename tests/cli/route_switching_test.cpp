// Which backend `hapax route` says, where releases of HAProxy differ.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

/// The backends of three requests: for /old, for /old with the header `force`, for /.
std::vector<std::string> backends(const std::string& target) {
  std::string complaints;
  std::vector<std::string> found;
  for (const auto& entry : RouteScratch::route(target, complaints)) found.push_back(entry.value("backend", "none"));
  EXPECT_EQ(complaints, "");
  return found;
}

TEST(RouteSwitching, PassesOverDisabledBackendsSince34UnlessForced) {
  const RouteScratch scratch("switching");
  const std::string start = R"(defaults
    mode http
    timeout client 5s
    timeout server 5s
    timeout connect 5s
frontend fe
    bind :8080
)";
  const std::string rest = R"(    use_backend old if { path /old }
    default_backend new
backend old
    disabled
    server a 192.0.2.1:80
backend new
    server b 192.0.2.2:80
)";
  RouteScratch::write("trace.jsonl", R"({"t":0,"path":"/old"}
{"t":0,"path":"/old","headers":{"force":"1"}}
{"t":0,"path":"/"}
)");
  RouteScratch::write("haproxy.cfg", start + "    force-be-switch if { req.hdr(force) -m found }\n" + rest);
  EXPECT_EQ(backends("3.4"), (std::vector<std::string>{"new", "old", "new"}));
  RouteScratch::write("haproxy.cfg", start + rest);
  EXPECT_EQ(backends("3.4"), (std::vector<std::string>{"new", "new", "new"}));
  EXPECT_EQ(backends("3.2"), (std::vector<std::string>{"old", "old", "new"}));
}

/// What the account of a request says about its rules.
std::vector<std::string> reasons(const std::string& rules) {
  RouteScratch::write("haproxy.cfg",
                      "defaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n"
                      "    timeout connect 5s\nfrontend fe\n    bind :8080\n" +
                          rules + "    default_backend b\nbackend b\n    server b 192.0.2.2:80\n");
  RouteScratch::write("trace.jsonl", R"({"t":0,"path":"/"})"
                                     "\n");
  std::string complaints;
  std::vector<std::string> found;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) {
    for (const auto& rule : entry.at("rules")) found.push_back(rule.value("why", ""));
  }
  EXPECT_EQ(complaints, "");
  return found;
}

TEST(RouteRules, SayHowLongARequestWasPaused) {
  const RouteScratch scratch("pauses");
  const std::vector<std::string> found =
      reasons("    http-request pause 200\n    http-request pause int(50)\n    http-request pause int(-1)\n");
  ASSERT_GE(found.size(), 3U);
  EXPECT_EQ(found[0], "paused: 200 ms");
  EXPECT_EQ(found[1], "paused: 250 ms");
  EXPECT_EQ(found[2], "paused: 250 ms");
}

TEST(RouteRules, NameNoLineForAclsThatStandInNone) {
  const RouteScratch scratch("predefined");
  const std::vector<std::string> found = reasons(
      "    acl reads method GET\n"
      "    http-request set-var(txn.a) int(1) if METH_GET\n    http-request set-var(txn.a) int(1) if reads\n");
  ASSERT_GE(found.size(), 2U);
  EXPECT_TRUE(found[0].ends_with("METH_GET: method = 'GET' equals 'GET'")) << found[0];
  EXPECT_TRUE(found[1].ends_with("reads: method = 'GET' equals 'GET' (line 8)")) << found[1];
}

TEST(RouteRules, SayWhichServerRedirectsAndWhere) {
  const RouteScratch scratch("redirecting-servers");
  RouteScratch::write("haproxy.cfg",
                      "defaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n"
                      "listen l\n    bind :8080\n    server images 192.0.2.2:80 redir https://img.example\n");
  RouteScratch::write("trace.jsonl", "{\"t\":0,\"path\":\"/a?b\"}\n{\"t\":1,\"method\":\"POST\",\"path\":\"/a\"}\n");
  std::string complaints;
  const auto entries = RouteScratch::route("3.2", complaints);
  ASSERT_EQ(entries.size(), 2U) << complaints;
  ASSERT_EQ(entries[0].at("rules").size(), 1U);
  const auto& step = entries[0].at("rules")[0];
  EXPECT_EQ(step.at("line"), 8);
  EXPECT_EQ(step.at("rule"), "server images redir");
  EXPECT_EQ(step.at("why"),
            "'redir https://img.example' sends GET and HEAD elsewhere: 302, location https://img.example/a?b");
  EXPECT_EQ(entries[1].at("server"), "images");
  EXPECT_EQ(entries[1].at("rules").size(), 0U);
}

}  // namespace
}  // namespace hapax::cli
