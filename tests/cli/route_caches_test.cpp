// Which answers `hapax route` takes from a cache as time passes; what is kept at all is in
// tests/routing/route-cases (caches-*).

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

std::string configuration(const std::string& cache) {
  return "cache c\n    total-max-size 4\n" + cache +
         "defaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n"
         "frontend fe\n    bind :8080\n    http-request cache-use c\n    default_backend be\n"
         "backend be\n    http-response cache-store c\n    server s1 192.0.2.1:80\n";
}

std::string line(const std::string& t, const std::string& headers) {
  return "{\"t\":" + t + R"(,"path":"/","headers":{"host":"h"},"response":{"status":200,"headers":{)" + headers +
         "}}}\n";
}

/// For each time, whether the server is asked, or else the Age of what is kept.
std::vector<std::string> sources(const std::string& cache, const std::string& headers,
                                 const std::vector<std::string>& times) {
  std::string trace;
  for (const std::string& t : times) trace += line(t, trace.empty() ? headers : "");
  RouteScratch::write("haproxy.cfg", configuration(cache));
  RouteScratch::write("trace.jsonl", trace);
  std::string complaints;
  std::vector<std::string> found;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) {
    std::string age = "server";
    for (const auto& header : entry.at("response").at("headers")) {
      if (header[0] == "age" && entry.at("outcome") == "returned") age = header[1];
    }
    found.push_back(age);
  }
  EXPECT_EQ(complaints, "");
  return found;
}

using Sources = std::vector<std::string>;

TEST(RouteCaches, GiveAnswersUntilTheyAreTooOld) {
  const RouteScratch scratch("caches");
  EXPECT_EQ(sources("", R"("cache-control":"max-age=2")", {"0", "0.8", "1.6", "2.4"}),
            (Sources{"server", "0", "1", "server"}));
  EXPECT_EQ(sources("", R"("cache-control":"max-age=3","age":"2")", {"0", "0.9", "1.8", "2.7", "3.6"}),
            (Sources{"server", "2", "3", "4", "server"}));
  EXPECT_EQ(sources("", R"("cache-control":"max-age=30, s-maxage=2")", {"0", "1", "2"}),
            (Sources{"server", "1", "server"}));
  EXPECT_EQ(sources("", R"("cache-control":"max-age=2, s-maxage=30")", {"0", "1", "2"}), (Sources{"server", "1", "2"}));
  EXPECT_EQ(sources("", R"("cache-control":"max-age=30, max-age=2")", {"0", "1", "2"}),
            (Sources{"server", "1", "server"}));
}

TEST(RouteCaches, GiveNothingThatIsOlderThanTheirSectionSays) {
  const RouteScratch scratch("caches");
  EXPECT_EQ(sources("    max-age 2\n", R"("etag":"\"x\"")", {"0", "1", "2"}), (Sources{"server", "1", "server"}));
  EXPECT_EQ(sources("    max-age 2\n", R"("cache-control":"max-age=30")", {"0", "1", "2"}),
            (Sources{"server", "1", "server"}));
}

TEST(RouteCaches, CountExpiresFromTheDateOfTheAnswer) {
  const RouteScratch scratch("caches");
  const std::string date = R"("date":"Mon, 01 Jan 2024 00:00:00 GMT")";
  EXPECT_EQ(sources("", date + R"(,"expires":"Mon, 01 Jan 2024 00:00:02 GMT")", {"0", "1", "2"}),
            (Sources{"server", "1", "server"}));
  EXPECT_EQ(sources("", date + R"(,"expires":"Sun, 31 Dec 2023 00:00:00 GMT")", {"0", "1"}),
            (Sources{"server", "server"}));
  EXPECT_EQ(sources("", date + R"(,"expires":"0")", {"0", "1"}), (Sources{"server", "server"}));
}

// Of one key and two codings.
TEST(RouteCaches, KeepSeveralAnswersOfOneKeyWhereTheyLookAtVary) {
  const auto asks = [](const std::string& t, const std::string& coding) {
    return R"({"t":)" + t + R"(,"path":"/a","headers":{"host":"h","accept-encoding":")" + coding +
           R"("},"response":{"status":200,"headers":{"cache-control":"max-age=9","vary":"accept-encoding",)" +
           R"("content-encoding":")" + coding + "\"}}}\n";
  };
  const RouteScratch scratch("caches");
  RouteScratch::write("haproxy.cfg", configuration("    process-vary on\n    max-secondary-entries 2\n"));
  RouteScratch::write("trace.jsonl", asks("0", "gzip") + asks("1", "br") + asks("2", "gzip") + asks("3", "br") +
                                         asks("4", "deflate") + asks("5", "deflate"));
  std::string complaints;
  std::vector<bool> from_server;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) from_server.push_back(!entry.at("server").is_null());
  EXPECT_EQ(from_server, (std::vector<bool>{true, true, false, false, true, true}));
}

}  // namespace
}  // namespace hapax::cli
