// Rules are given a large configuration part by part: what they say is the same.
#include <future>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>
#include <hapax/lint/lint.hpp>

namespace hapax::lint {
namespace {

void check_by_two_threads(const config::Config& config, const Selection& selection, Diagnostics& findings) {
  Checking checking(config, selection);
  std::future<void> other = std::async(std::launch::async, [&checking] { checking.work(); });
  checking.work();
  other.get();
  checking.finish(findings);
}

// Findings as "rule:line", in the order in which they come.
std::vector<std::string> findings(const std::string& text, const Selection& selection, decltype(check)* look = check) {
  SourceSet sources;
  Diagnostics of_load;
  const FileId file = sources.add("haproxy.cfg", text);
  const config::Config config = config::load(sources, {&file, 1}, {}, of_load);
  Diagnostics all;
  look(config, selection, all);
  std::vector<std::string> out;
  for (const Diagnostic& d : all.list())
    out.push_back(std::string(d.rule) + ":" + std::to_string(sources.begin(d.span).line));
  return out;
}

TEST(Parts, GiveEveryFindingRuleByRule) {
  std::string text;
  std::vector<std::string> expected;
  std::vector<std::string> second;
  for (int i = 0; i < 300; ++i) {
    text += "backend b" + std::to_string(i) + "\n server s 192.0.2.1:80 maxqueue 3\n server t 192.0.2.2:80 minconn 2\n";
    expected.push_back("maxqueue-without-maxconn:" + std::to_string(3 * i + 2));
    second.push_back("minconn-without-maxconn:" + std::to_string(3 * i + 3));
  }
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(findings(text, {{"minconn-without-maxconn", "maxqueue-without-maxconn"}, {}}), expected);
}

TEST(Parts, SeeTheRestOfTheConfiguration) {
  std::string between;
  for (int i = 0; i < 300; ++i) between += "backend b" + std::to_string(i) + "\n server s 192.0.2.1:80\n";
  const std::string reads = "frontend g\n bind :81\n http-request deny if { sc_http_req_rate(0) gt 9 }\n";
  const std::string tracks = "frontend f\n mode http\n bind :80\n http-request track-sc0 src table b7\n";
  const Selection selection{{"counter-not-tracked", "duplicate-bind-address"}, {}};
  EXPECT_EQ(findings(reads + between, selection), std::vector<std::string>{"counter-not-tracked:3"});
  EXPECT_EQ(findings(tracks + between + reads, selection), std::vector<std::string>{});
  EXPECT_EQ(findings(tracks + between + "listen h\n bind :80\n", selection),
            std::vector<std::string>{"duplicate-bind-address:606"});
}

TEST(Parts, AreNotSeenByRulesThatSpeakOnceForMany) {
  std::string text = "defaults\n mode http\n timeout client 5s\n";
  for (int i = 0; i < 300; ++i)
    text += "frontend f" + std::to_string(i) + "\n bind :" + std::to_string(8000 + i) + "\n";
  EXPECT_EQ(findings(text, {{"missing-http-request-timeout"}, {}}),
            std::vector<std::string>{"missing-http-request-timeout:4"});
}

TEST(Parts, MayBeLookedAtByTwoThreads) {
  std::string text = "defaults\n mode http\n";
  for (int i = 0; i < 1000; ++i)
    text += "listen b" + std::to_string(i) + "\n bind :80\n server s 192.0.2.1:80 maxqueue 3 minconn 2\n";
  const std::vector<std::string> by_one = findings(text, {});
  EXPECT_GT(by_one.size(), 1000U);
  EXPECT_EQ(findings(text, {}, check_by_two_threads), by_one);
}

TEST(Parts, OfManyLinesMayBeLookedAtByTwoThreads) {
  std::string text = "frontend f\n mode http\n bind :81\n";
  for (int i = 0; i < 5000; ++i)
    text += " use_backend b if { hdr(host) h" + std::to_string(i % 4000) + " or } { path_beg x }\n";
  const std::vector<std::string> by_one = findings(text, {});
  EXPECT_GT(by_one.size(), 5000U);
  EXPECT_EQ(findings(text, {}, check_by_two_threads), by_one);
}

}  // namespace
}  // namespace hapax::lint
