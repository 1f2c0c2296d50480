// What `hapax run` says of lines that its engine does not carry out, and of files that are missing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"
#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(RunGaps, AreNamedAsTheyAreWritten) {
  const RouteScratch scratch("run-gaps");
  RouteScratch::write("haproxy.cfg", R"(cache c
    total-max-size 4
frontend f
    mode http
    bind 127.0.0.1:18080
    timeout client 1s
    http-request cache-use c
    http-request do-resolve(txn.ip,dns) path
    default_backend b
backend b
    mode http
    timeout server 1s
    timeout connect 1s
    server s 127.0.0.1:1
resolvers dns
    nameserver n 127.0.0.1:53
)");
  const Ran ran = run_hapax({"run", "haproxy.cfg"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("error: haproxy.cfg:7: the builtin engine does not do the cache: servers answer "
                                 "each time\n"));
  EXPECT_THAT(ran.err, HasSubstr("error: haproxy.cfg:8: the builtin engine does not do http-request 'do-resolve'\n"));
}

// A laptop has not the files of the server: what answers about traffic can do without them, 'run' cannot.
TEST(MissingFiles, AreNoHindranceForAnswersAboutTraffic) {
  const RouteScratch scratch("missing-files");
  RouteScratch::write("haproxy.cfg", R"(frontend f
    mode http
    bind 127.0.0.1:18080
    timeout client 1s
    use_backend %[req.hdr(host),map(hosts.map,b)]
backend b
    mode http
    timeout server 1s
    timeout connect 1s
    server s 127.0.0.1:1
)");
  const std::string hint = "hapax: nothing but files is missing; '--no-files' answers without them\n";
  const Ran route = run_hapax({"route", "haproxy.cfg", "--request", "GET /"});
  EXPECT_EQ(route.status, 1);
  EXPECT_THAT(route.err, HasSubstr("the map file 'hosts.map' cannot be opened"));
  EXPECT_THAT(route.err, EndsWith(hint));
  const Ran run = run_hapax({"run", "haproxy.cfg"});
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.err, Not(HasSubstr("--no-files")));
}

TEST(MissingFiles, AreNotAllThatIsWrong) {
  const RouteScratch scratch("missing-and-more");
  RouteScratch::write("haproxy.cfg", "listen l\n    bind :18080 ssl crt none.pem\n    mode mysql\n");
  const Ran ran = run_hapax({"route", "haproxy.cfg", "--request", "GET /"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, Not(HasSubstr("--no-files")));
}

}  // namespace
}  // namespace hapax::cli
