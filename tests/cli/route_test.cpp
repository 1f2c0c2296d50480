// `hapax compile` and `hapax route` on the shop: what they print is kept in golden files, and what they refuse is one
// clear sentence. HAPAX_UPDATE_GOLDEN=1 writes the files anew.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"
#include "tests/cli/route_scratch.hpp"
#include "tests/paths.hpp"

namespace hapax::cli {
namespace {

using ::testing::HasSubstr;

Ran run(const std::vector<std::string>& words) {
  std::filesystem::current_path(HAPAX_SOURCE_DIR);
  return run_hapax(words);
}

Ran route(const std::vector<std::string>& words) {
  std::vector<std::string> all{"route", "samples/shop/haproxy.cfg", "--no-files"};
  all.insert(all.end(), words.begin(), words.end());
  return run(all);
}

void expect_golden(const std::string& text, const std::string& name) {
  const std::string path = HAPAX_SOURCE_DIR "/tests/cli/golden/" + name;
  if (std::getenv("HAPAX_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  std::stringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(text, golden.str()) << "run with HAPAX_UPDATE_GOLDEN=1 if this was meant to change";
}

TEST(RouteShop, TellsTheWholeWay) {
  const Ran ran = route({"--request", "GET http://shop.example/cart?id=7", "-H", "Cookie: a=b"});
  EXPECT_EQ(ran.status, 0);
  expect_golden(ran.out, "shop-route-cart.txt");
}

TEST(RouteShop, TellsWhyARequestIsTurnedAway) {
  expect_golden(route({"--request", "GET http://shop.example/admin", "--src", "192.0.2.7"}).out,
                "shop-route-admin.txt");
}

TEST(RouteShop, PrintsOneLineOfJson) {
  const Ran ran = route({"--request", "POST http://api.shop.example/orders", "--format", "json"});
  EXPECT_EQ(ran.status, 0);
  expect_golden(ran.out, "shop-route-order.jsonl");
}

TEST(RouteShop, PlaysATrace) {
  const Ran ran = route({"--trace", "tests/cli/golden/shop-trace.jsonl", "--frontend", "shop", "--format", "json"});
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.status, 0);
  expect_golden(ran.out, "shop-route-trace.jsonl");
}

TEST(CompileShop, PrintsTheModel) {
  const Ran ran = run({"compile", "samples/shop/haproxy.cfg", "--no-files"});
  EXPECT_EQ(ran.status, 0);
  expect_golden(ran.out, "shop-compile.json");
}

// Every complaint is one line on standard error, with status 2, and nothing on standard output.
void expect_complaint(const Ran& ran, const std::string& what) {
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(what));
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}

TEST(RouteComplains, OfAnUnknownFrontend) {
  expect_complaint(route({"--request", "GET /", "--frontend", "shpo"}),
                   "there is no frontend 'shpo'; did you mean 'shop'?");
}
TEST(RouteComplains, OfARequestThatIsNone) {
  expect_complaint(route({"--request", "GET"}), "'GET' is no request: write METHOD URL");
  expect_complaint(route({"--request", "GET ftp://x/"}), "'ftp://x/' is no URL");
  expect_complaint(route({"--request", "GET / HTTP/4"}), "'HTTP/4' is no version of HTTP");
  expect_complaint(route({"--request", "GET http://x:99999/"}), "'99999' is no port");
  expect_complaint(route({"--request", "GET /", "-H", "nonsense"}), "'nonsense' is no header");
  expect_complaint(route({"--request", "GET /", "--src", "nowhere"}), "'nowhere' is no address of a client");
}
TEST(RouteShop, TakesAUrlAloneForAGet) {
  for (const std::string& url : std::vector<std::string>{"http://shop.example/checkout", "/checkout"}) {
    const Ran alone = route({"--request", url, "--frontend", "shop", "--format", "json"});
    const Ran whole = route({"--request", "GET " + url, "--frontend", "shop", "--format", "json"});
    EXPECT_EQ(alone.status, 0) << alone.err;
    EXPECT_EQ(alone.out, whole.out);
  }
}
TEST(RouteComplains, OfAPortWhereNobodyListens) {
  expect_complaint(route({"--request", "GET http://shop.example:81/"}),
                   "no frontend takes HTTP on port 81: there are shop");
}
TEST(RouteComplains, OfABrokenTraceByItsLine) {
  const std::string path = ::testing::TempDir() + "/broken.jsonl";
  std::ofstream(path) << "{\"t\":0,\"path\":\"/\",\"method\":\"GET\"}\n{\"t\":\n";
  const Ran ran = route({"--trace", path.c_str(), "--frontend", "shop"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("line 2: "));
}
TEST(RouteComplains, OfNeitherOrBoth) {
  expect_complaint(route({}), "needs '--request' or '--trace'");
  expect_complaint(route({"--request", "GET /", "--trace", "-"}), "not both");
  expect_complaint(route({"GET http://shop.example/"}), "needs '--request' before 'GET http://shop.example/'");
}

// Who has the maps at hand and not the certificates still wants the answer.
TEST(Route, ReadsMapsThatItDoesNotCheck) {
  const RouteScratch scratch("no-files");
  RouteScratch::write("hosts.map", "shop.example shop\n");
  RouteScratch::write("haproxy.cfg", R"(defaults
    mode http
    timeout client 5s
    timeout server 5s
    timeout connect 5s
frontend www
    bind :443 ssl crt missing.pem
    use_backend %[req.hdr(host),map(hosts.map,rest)]
backend shop
    server a 192.0.2.1:80
backend rest
    server b 192.0.2.2:80
)");
  const std::string request = "GET https://shop.example/";
  EXPECT_THAT(run_hapax({"route", "haproxy.cfg", "--request", request}).err, HasSubstr("missing.pem"));
  EXPECT_THAT(run_hapax({"route", "haproxy.cfg", "--no-files", "--request", request}).out,
              HasSubstr("-> backend shop -> server a"));
}

TEST(RouteShop, TellsWhyNoRuleSeesARequest) {
  const std::vector<std::string> request{"--request", "GET http://shop.example/", "-H", "Upgrade: websocket",
                                         "-H",        "Connection: upgrade"};
  EXPECT_THAT(route(request).out,
              HasSubstr("HAProxy does not take this request: an upgrade to WebSocket needs a Sec-WebSocket-Key"));
  std::vector<std::string> json = request;
  json.insert(json.end(), {"--format", "json"});
  EXPECT_THAT(route(json).out, HasSubstr(R"("refused":"an upgrade to WebSocket)"));
  EXPECT_THAT(route({"--request", "GET http://shop.example/", "-H", "Host: a", "-H", "Host: b"}).out,
              HasSubstr("HAProxy does not take this request: Host fields differ"));
}

TEST(RouteRefuses, WhatHaproxyWouldRefuse) {
  const Ran ran = run({"route", "samples/shop/broken-listen.cfg", "--request", "GET /"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "");
}

}  // namespace
}  // namespace hapax::cli
