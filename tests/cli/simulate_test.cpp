// hapax simulate as a user types it: what goes where, and with which status.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/ran.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kText = R"(defaults
    mode http
    timeout client 5s
    timeout connect 1s
    timeout server 1s
    timeout queue 100ms

frontend www
    bind :80
    http-request deny if { path_beg /admin }
    default_backend web

backend web
    server s1 192.0.2.11:80 maxconn 1
    server s2 192.0.2.12:80 maxconn 1
)";

constexpr const char* kTrace = R"({"t":0,"path":"/a","service_ms":50}
{"t":0.01,"path":"/b","service_ms":50}
{"t":0.02,"path":"/admin/x"}
{"t":0.03,"path":"/c","service_ms":10}
{"t":0.5,"path":"/slow","service_ms":5000}
)";

class SimulateCommand : public testing::Test {
 public:
  SimulateCommand() {
    std::string pattern = testing::TempDir() + "hapax-simulate-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    write("haproxy.cfg", kText);
    write("t.jsonl", kTrace);
  }
  ~SimulateCommand() override { std::filesystem::remove_all(folder_); }

 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  int simulate(std::vector<std::string> words) {
    words.insert(words.begin(), {"simulate", path("haproxy.cfg")});
    Ran ran = run_hapax(words);
    out_ = std::move(ran.out);
    err_ = std::move(ran.err);
    return ran.status;
  }

  std::string folder_, out_, err_;
};

TEST_F(SimulateCommand, WritesWhatBecameOfEachRequestInTheOrderOfTheTrace) {
  ASSERT_EQ(simulate({"--trace", path("t.jsonl"), "--decisions", path("d.jsonl")}), 0) << err_;
  EXPECT_EQ(read("d.jsonl"),
            R"({"i":0,"frontend":"www","backend":"web","server":"s1","outcome":"served","queue_ms":0.0,"total_ms":50.0}
{"i":1,"frontend":"www","backend":"web","server":"s2","outcome":"served","queue_ms":0.0,"total_ms":50.0}
{"i":2,"frontend":"www","backend":null,"server":null,"outcome":"denied","queue_ms":null,"total_ms":0.0}
{"i":3,"frontend":"www","backend":"web","server":"s1","outcome":"served","queue_ms":20.0,"total_ms":30.0}
{"i":4,"frontend":"www","backend":"web","server":"s2","outcome":"server-timeout","queue_ms":0.0,"total_ms":1000.0}
)");
  EXPECT_THAT(out_, HasSubstr("5 requests"));
  EXPECT_THAT(err_, IsEmpty());
}

TEST_F(SimulateCommand, WritesAPageWithTrafficOnTheTopology) {
  ASSERT_EQ(simulate({"--trace", path("t.jsonl"), "--report", path("r.html")}), 0) << err_;
  const std::string page = read("r.html");
  EXPECT_THAT(page, HasSubstr("<title>Simulation of "));
  EXPECT_THAT(page, HasSubstr("4 (80.0 %)")) << "the edge to the backend";
  EXPECT_THAT(page, HasSubstr("2 (50.0 %)")) << "the edge to each server";
  EXPECT_THAT(page, HasSubstr("\"rule\":\"missing-health-check\"")) << "what lint says";
  EXPECT_THAT(out_, HasSubstr("5 requests"));
}

TEST_F(SimulateCommand, ComplainsOfFilesThatCannotBeWrittenBeforeTheRun) {
  for (const char* const option : {"--decisions", "--series", "--report"}) {
    EXPECT_EQ(simulate({"--trace", path("t.jsonl"), option, path("no/where")}), 2) << option;
    EXPECT_THAT(out_, IsEmpty()) << option;
    EXPECT_THAT(err_, HasSubstr("no/where")) << option;
  }
}

TEST_F(SimulateCommand, NamesTheRoutesThatRequestsTook) {
  ASSERT_EQ(simulate({"--trace", path("t.jsonl"), "--format", "json"}), 0) << err_;
  const auto json = nlohmann::json::parse(out_);
  EXPECT_EQ(json["routes"], nlohmann::json::parse(R"([{"frontend":"www","backend":"web","requests":4},
                                                      {"frontend":"www","backend":null,"requests":1}])"));
}

TEST_F(SimulateCommand, TimesOutInTheQueue) {
  write("t.jsonl", R"({"t":0,"service_ms":900}
{"t":0,"service_ms":900}
{"t":0.1,"service_ms":1}
)");
  ASSERT_EQ(simulate({"--trace", path("t.jsonl"), "--decisions", path("d.jsonl")}), 0) << err_;
  EXPECT_THAT(read("d.jsonl"),
              HasSubstr(R"("server":null,"outcome":"queue-timeout","queue_ms":100.0,"total_ms":100.0)"));
}

TEST_F(SimulateCommand, PlaysOutagesAgainstRetries) {
  write("s.yaml", "outages: [{server: web/s1, from: 0, to: 100}]\n");
  write("t.jsonl", "{\"t\":0,\"service_ms\":10}\n");
  ASSERT_EQ(simulate({"--trace", path("t.jsonl"), "--scenario", path("s.yaml"), "--decisions", path("d.jsonl")}), 0)
      << err_;
  // Three retries at the same server (no redispatch), a second apart.
  EXPECT_THAT(read("d.jsonl"),
              HasSubstr(R"("server":"s1","outcome":"connect-failed","queue_ms":0.0,"total_ms":3000.0)"));
}

TEST_F(SimulateCommand, SaysWhatIsMissing) {
  EXPECT_EQ(simulate({}), 2);
  EXPECT_THAT(err_, HasSubstr("there is no traffic; give --trace FILE or --workload FILE"));
  EXPECT_EQ(simulate({path("t.jsonl")}), 2);
  EXPECT_THAT(err_, HasSubstr("takes one configuration, not 2 (a log goes behind '--trace', files"));
  EXPECT_EQ(simulate({"--trace", path("nothing.jsonl")}), 2);
  EXPECT_THAT(err_, HasSubstr("cannot read"));
  EXPECT_EQ(simulate({"--trace", path("t.jsonl"), "--frontend", "wwww"}), 2);
  EXPECT_THAT(err_, HasSubstr("there is no frontend 'wwww'; did you mean 'www'?"));
}

TEST_F(SimulateCommand, CountsDamagedLinesAndRefusesThemWhenStrict) {
  write("t.jsonl", "{\"t\":0}\nnonsense\n");
  EXPECT_EQ(simulate({"--trace", path("t.jsonl"), "--decisions", path("d.jsonl")}), 0);
  EXPECT_THAT(out_, HasSubstr("1 line of the trace could not be played and was left out; the first is line 2"));
  std::filesystem::remove(path("d.jsonl"));
  EXPECT_EQ(simulate({"--trace", path("t.jsonl"), "--strict", "--decisions", path("d.jsonl")}), 2);
  EXPECT_THAT(err_, HasSubstr("t.jsonl:2: damaged line"));
  EXPECT_FALSE(std::filesystem::exists(path("d.jsonl"))) << "a file was left half-written";
}

}  // namespace
}  // namespace hapax::cli
