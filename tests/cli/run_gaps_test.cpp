// What `hapax run` says of lines that its engine does not carry out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"
#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;

TEST(RunGaps, AreNamedAsTheyAreWritten) {
  const RouteScratch scratch("run-gaps");
  RouteScratch::write("haproxy.cfg", R"(cache c
    total-max-size 4
    process-vary on
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
  EXPECT_THAT(ran.err, HasSubstr("error: haproxy.cfg:8: the builtin engine does not do http-request 'cache-use': cache "
                                 "'c' has 'process-vary on'\n"));
  EXPECT_THAT(ran.err, HasSubstr("error: haproxy.cfg:9: the builtin engine does not do http-request 'do-resolve'\n"));
}

}  // namespace
}  // namespace hapax::cli
