// `hapax test`: what a suite says of a configuration, and what is said of a suite that makes no sense.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"
#include "tests/cli/route_scratch.hpp"
#include "tests/paths.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class Suite : public testing::Test {
 protected:
  Suite() : scratch_("suite") {
    RouteScratch::write("haproxy.cfg", R"(frontend web
    mode http
    bind :80
    timeout client 1s
    http-request deny deny_status 403 if { path_beg /admin }
    http-request redirect location /new code 301 if { path /old }
    http-request set-header X-Shop cart if { path_beg /cart }
    use_backend cart if { path_beg /cart }
    default_backend shop
backend cart
    mode http
    timeout connect 1s
    timeout server 1s
    server c1 192.0.2.1:80
backend shop
    mode http
    timeout connect 1s
    timeout server 1s
    server s1 192.0.2.2:80
)");
  }

  static Ran test(const std::string& suite, const std::vector<std::string>& more = {}) {
    RouteScratch::write("routes.yaml", suite);
    std::vector<std::string> words{"test", "haproxy.cfg", "--suite", "routes.yaml"};
    words.insert(words.end(), more.begin(), more.end());
    return run_hapax(words);
  }
  static void expect_complaint(const std::string& suite, const std::string& complaint) {
    const Ran ran = test(suite);
    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr(complaint));
  }

 private:
  RouteScratch scratch_;
};

constexpr const char* kThatHold = R"(
- request: GET http://x.example/cart
  expect:
    frontend: web
    backend: cart
    server: c1
    outcome: served
    request: {path: /cart, headers: {x-shop: cart, x-none: ""}}
- request: GET http://x.example/admin
  expect: {backend: none, server: none, outcome: denied, status: 403}
- request: GET http://x.example/old
  expect: {outcome: redirected, status: 301, response: {headers: {location: /new}}}
)";

TEST_F(Suite, CountsTheCasesThatHoldAndTheRulesThatWereTried) {
  const Ran ran = test(kThatHold, {"--show-unseen"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, "3 of 3 cases hold; 4 of 4 rules have matched (100.0 %)\n");
}

TEST_F(Suite, ListsTheRulesThatNoCaseTried) {
  const Ran ran = test("- request: GET /\n  expect: {backend: shop}\n", {"--show-unseen", "--fail-under", "50"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("1 of 1 cases hold; 0 of 4 rules have matched (0.0 %)\n"));
  EXPECT_THAT(ran.out, HasSubstr("    never: haproxy.cfg:8  use_backend cart\n"));
  EXPECT_THAT(ran.err, HasSubstr("0.0 % of the rules have matched, less than 50.0"));
}

TEST_F(Suite, SaysWhatIsOtherwiseAndWhichRuleDecided) {
  const Ran ran = test(R"(- name: carts are in the shop
  request: GET http://x.example/cart
  expect:
    backend: shop
    server: s1
    status: 200
    request: {path: /, headers: {x-shop: shop, host: "", x-none: x}}
- request: GET http://x.example/admin
  expect: {status: 200, outcome: served, request: {path: /admin}}
- request: GET http://x.example/
  expect: {backend: shop}
)");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, R"(routes.yaml:1: carts are in the shop
    backend is cart, not shop
    server is c1, not s1
    the proxy gives no answer of its own, not 200
    path is '/cart', not '/'
    header x-shop of the request is 'cart', not 'shop'
    header host of the request is 'x.example', and shall not be there
    header x-none of the request is missing, not 'x'
    the last rule that held: haproxy.cfg:8  use_backend cart
routes.yaml:8: GET http://x.example/admin
    outcome is denied, not served
    status is 403, not 200
    nothing is forwarded, so no path '/admin'
    the last rule that held: haproxy.cfg:5  http-request deny deny_status 403
1 of 3 cases hold; 3 of 4 rules have matched (75.0 %)
)");
}

TEST_F(Suite, IsAReportForMachines) {
  const Ran ran = test(
      "- {name: a < b, request: GET /, expect: {backend: shop}}\n"
      "- {request: GET /cart, expect: {backend: shop}}\n",
      {"--format", "junit"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.out, HasSubstr("<testsuite name=\"routes.yaml\" tests=\"2\" failures=\"1\">"));
  EXPECT_THAT(ran.out, HasSubstr("<testcase name=\"a &lt; b\" classname=\"routes.yaml\" line=\"1\"/>"));
  EXPECT_THAT(ran.out, HasSubstr("<failure message=\"backend is cart, not shop\">backend is cart, not shop\n"));
}

TEST_F(Suite, MustNameWhatIsThere) {
  expect_complaint("- {request: GET /, expect: {backend: crt}}",
                   "line 1: there is no backend 'crt'; did you mean 'cart'?");
  expect_complaint("- {request: GET /, expect: {frontend: shop}}",
                   "line 1: there is no frontend 'shop'; there are web");
  expect_complaint("- {request: GET /, expect: {server: s2}}", "line 1: there is no server 's2'; there are c1, s1");
  expect_complaint("- {request: GET /, expect: {outcome: servd}}",
                   "line 1: there is no outcome 'servd'; did you mean 'served'?");
}

TEST_F(Suite, MustBeAListOfCases) {
  expect_complaint("routes:\n  - request: GET /\n", "'routes.yaml' is no suite: that is a list of cases");
  expect_complaint("- 3\n", "line 1: a case is a map with 'request' and 'expect'");
  expect_complaint("- {expect: {backend: shop}}\n", "line 1: the case has no 'request'");
  expect_complaint("- {request: GET /}\n", "line 1: the case has no 'expect'");
  expect_complaint("\n- request: GET /\n  expect: {bakend: shop}\n",
                   "line 3: unknown key 'bakend'; did you mean 'backend'?");
  expect_complaint("- {request: GET /, expect: {status: many}}\n", "line 1: 'status' is not a number");
  expect_complaint("- {request: GET ftp://x/, expect: {backend: shop}}\n", "line 1: 'ftp://x/' is no URL");
  expect_complaint("- {request: GET /, expect: {backend: shop}\n", "'routes.yaml' line 2: ");
  EXPECT_EQ(run_hapax({"test", "haproxy.cfg"}).status, 2);
}

// What a newcomer runs first.
TEST(SuiteOfTheShop, Holds) {
  std::filesystem::current_path(HAPAX_SOURCE_DIR);
  const Ran ran = run_hapax({"test", "samples/shop/haproxy.cfg", "--suite", "samples/shop/routes.yaml"});
  EXPECT_EQ(ran.status, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("9 of 9 cases hold"));
}

}  // namespace
}  // namespace hapax::cli
