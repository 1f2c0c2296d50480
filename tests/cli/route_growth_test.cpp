// Texts that rules make longer with each request end at the size of a buffer, as in HAProxy.

#include <string>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

/// The length of a variable of the process after 40 requests, each of which sets it by this rule.
std::string length_after(const std::string& rule) {
  RouteScratch::write(
      "haproxy.cfg",
      "global\n    expose-experimental-directives\n    set-var proc.x str(begin)\n    tune.bufsize 20000\n"
      "defaults\n    mode http\n    timeout client 5s\n"
      "frontend fe\n    bind :8080\n    http-request " +
          rule + "\n    http-request return status 200 hdr x-length \"%[var(proc.x),length]\"\n");
  std::string trace;
  for (int i = 0; i < 40; ++i)
    trace += R"({"t":0,"path":"/","headers":{"host":"h"}})"
             "\n";
  RouteScratch::write("trace.jsonl", trace);
  std::string complaints;
  std::string length;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) {
    for (const auto& header : entry.at("response").at("headers"))
      if (header[0] == "x-length") length = header[1];
  }
  EXPECT_EQ(complaints, "");
  return length;
}

TEST(RouteGrowth, OfTextsEndsAtABuffer) {
  const RouteScratch scratch("growth");
  EXPECT_EQ(length_after("set-var(proc.x) \"var(proc.x),be2dec(.,1)\""), "20000");
  EXPECT_EQ(length_after("set-var-fmt(proc.x) \"%[var(proc.x)]%[var(proc.x)]\""), "20000");
}

}  // namespace
}  // namespace hapax::cli
