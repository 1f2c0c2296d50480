// Many runs: which number is varied, what is printed, and what cannot be swept.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/simulate/sweep_values.hpp"
#include "simulate_run.hpp"

namespace hapax::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> values(std::string_view text) {
  const auto axis = parse_sweep(text);
  return axis ? axis->values : std::vector<std::string>{axis.error().message};
}

TEST(SweepValues, AreListsAndRanges) {
  EXPECT_THAT(values("a.b=1..4"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(values("a.b=0.5..1.1:0.2"), ElementsAre("0.5", "0.7", "0.9", "1.1"));
  EXPECT_THAT(values("a.b=1,20,3"), ElementsAre("1", "20", "3"));
  EXPECT_THAT(values("a.b=100ms..300ms:100"), ElementsAre("100ms", "200ms", "300ms"));
  EXPECT_THAT(values("a.b=1s,500ms"), ElementsAre("1s", "500ms"));
}

TEST(SweepValues, SayWhatTheyLookLike) {
  EXPECT_THAT(values("a.b"), ElementsAre(HasSubstr("--sweep takes TARGET=VALUES")));
  EXPECT_THAT(values("a.b=x"), ElementsAre(HasSubstr("not 'a.b=x'")));
  EXPECT_THAT(values("a.b=5..1"), ElementsAre(HasSubstr("must go upwards")));
  EXPECT_THAT(values("a.b=1..9:0"), ElementsAre(HasSubstr("must go upwards")));
  EXPECT_THAT(values("a.b=1ms..2s"), ElementsAre(HasSubstr("different units")));
  EXPECT_THAT(values("a.b=1..1000000"), ElementsAre(HasSubstr("more than 1000 values")));
}

class Sweep : public ::testing::Test, protected SimulateRun {
 protected:
  Sweep() {
    write("haproxy.cfg", R"(defaults
    mode http
    timeout client 5s
    timeout connect 1s
    timeout server 20s
    timeout queue 20s
frontend www
    bind :80
    stick-table type ip size 1k store http_req_cnt
    http-request track-sc0 src
    http-request deny if { sc_http_req_cnt(0) gt 100 }
    default_backend web
backend web
    balance random(2)
    server s1 192.0.2.1:80 maxconn 1
    server s2 192.0.2.2:80
)");
    std::string trace;
    for (int i = 0; i < 20; ++i) {
      trace += "{\"t\":" + std::to_string(i) + R"(,"src":"192.0.2.9","service_ms":100})" + "\n";
    }
    write("t.jsonl", trace);
    write("s.yaml", "slowdowns:\n  - {server: web/*, from: 0, to: 100, factor: 2}\n");
  }

  // The column of the sweep's first figures under `name`, one a line.
  std::vector<std::string> column(const std::string& name, std::vector<std::string> words) {
    words.insert(words.begin(), {"--trace", path("t.jsonl"), "--format", "csv"});
    if (run(words) != 0) return {err};
    std::vector<std::string> result;
    std::size_t place = 0;
    std::size_t begin = 0;
    while (begin < out.size()) {
      const std::size_t end = out.find('\n', begin);
      std::vector<std::string> fields;
      for (std::size_t at = begin; at <= end;) {
        const std::size_t comma = std::min(out.find(',', at), end);
        fields.push_back(out.substr(at, comma - at));
        at = comma + 1;
      }
      if (begin == 0) {
        place = static_cast<std::size_t>(std::find(fields.begin(), fields.end(), name) - fields.begin());
      } else {
        result.push_back(fields.at(place));
      }
      begin = end + 1;
    }
    return result;
  }
};

TEST_F(Sweep, VariesAnyNumberOfALine) {
  EXPECT_THAT(column("refused", {"--sweep", "11.gt=5..20:5"}), ElementsAre("15", "10", "5", "0"));
}

TEST_F(Sweep, VariesOptionsOfServersThatAreNotWritten) {
  // With weight 0 nothing goes to s2, with weight 256 and 0 on the other everything.
  const auto longest = column("busiest server %", {"--sweep", "web/s2.weight=0,256", "--sweep", "web/s1.weight=1,0"});
  ASSERT_EQ(longest.size(), 4U) << longest[0];
  EXPECT_NE(longest[0], "0");
  EXPECT_EQ(longest[3], "0") << "only s1 has a maxconn, and it has no weight";
}

TEST_F(Sweep, VariesLinesThatAreInheritedOrWritten) {
  EXPECT_THAT(column("failed", {"--sweep", "web.timeout.server=50,500"}), ElementsAre("20", "0"));
}

TEST_F(Sweep, VariesNumbersOfTheScenario) {
  EXPECT_THAT(column("mean ms", {"--scenario", path("s.yaml"), "--sweep", "scenario.slowdowns.0.factor=1,3"}),
              ElementsAre("100", "300"));
}

TEST_F(Sweep, PrintsATableAndJson) {
  ASSERT_EQ(run({"--trace", path("t.jsonl"), "--sweep", "11.gt=5,20"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("11.gt  requests  served %  refused  failed  mean ms"));
  EXPECT_THAT(out, HasSubstr("    5        20     25.00       15       0  100.000"));
  ASSERT_EQ(run({"--trace", path("t.jsonl"), "--sweep", "11.gt=5,20", "--format", "json", "--jobs", "2"}), 0) << err;
  const auto json = nlohmann::json::parse(out);
  EXPECT_EQ(json["points"][0]["values"]["11.gt"], "5");
  EXPECT_EQ(json["points"][0]["runs"][0]["outcomes"]["denied"], 15);
  EXPECT_EQ(json["points"][1]["runs"][0]["outcomes"]["served"], 20);
}

TEST_F(Sweep, GivesConfidenceIntervalsOverReplications) {
  write("w.yaml", R"(service: [{time: {exponential: {mean_ms: 5}}}]
workload: {duration: 20, arrivals: {poisson: {rate: 100}}, requests: [{src: 10.0.0.0/8}]}
)");
  ASSERT_EQ(run({"--workload", path("w.yaml"), "--replications", "5"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("each of 5 runs with other seeds"));
  EXPECT_THAT(out, HasSubstr("±"));
  const std::string first = out;
  ASSERT_EQ(run({"--workload", path("w.yaml"), "--replications", "5", "--jobs", "3"}), 0) << err;
  EXPECT_EQ(out, first) << "the number of threads changes nothing";
}

TEST_F(Sweep, SaysWhatCannotBeSwept) {
  const auto complaint = [&](const std::string& target) {
    EXPECT_EQ(run({"--trace", path("t.jsonl"), "--scenario", path("s.yaml"), "--sweep", target}), 2);
    return err;
  };
  EXPECT_THAT(complaint("web/s9.weight=1,2"), HasSubstr("there is no server 'web/s9'; did you mean 'web/s1'?"));
  EXPECT_THAT(complaint("wob.maxconn=1,2"), HasSubstr("there is no section 'wob'; did you mean 'web'?"));
  EXPECT_THAT(complaint("web.balance=1,2"), HasSubstr("'random(2)' is no number"));
  EXPECT_THAT(complaint("11.gtt=1,2"), HasSubstr("line 11 has no word 'gtt'; did you mean 'gt'?"));
  EXPECT_THAT(complaint("scenario.slowdowns.3.factor=1,2"), HasSubstr("the scenario has no '3' there"));
  EXPECT_THAT(complaint("web/s1.weight=300,400"), HasSubstr("with web/s1.weight=300 HAProxy would refuse"));
  EXPECT_THAT(complaint("web/s1.wieght=1,2"), HasSubstr("; did you mean 'weight'?"));
  EXPECT_EQ(run({"--trace", "-", "--sweep", "11.gt=1,2"}), 2);
  EXPECT_THAT(err, HasSubstr("'-' can be read only once"));
}

}  // namespace
}  // namespace hapax::cli::testing
