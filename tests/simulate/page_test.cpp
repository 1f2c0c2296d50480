// The page's figures: what is in them, how large they get, and that nothing in them is markup. That browsers draw it is
// tested in tests/cli/report_page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <hapax/simulate/page.hpp>
#include <nlohmann/json.hpp>

namespace hapax::simulate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr routing::Time kMs = routing::kMillisecond;

SeriesTrack track(SeriesTrack::Kind kind, const std::string& proxy, const std::string& server, std::size_t stretches) {
  SeriesTrack made{kind, proxy, server, 4, {}};
  for (std::size_t i = 0; i < stretches; ++i) {
    SeriesPoint& point = made.points.emplace_back();
    point.arrived = 12'345 + i;
    point.requests = 10'000 + i;
    point.in_use = 1.234567 * 1e7;
    point.queue = 2 * 1e7;
    point.longest_queue = 3;
    for (std::int64_t k = 1; k < 4; ++k) point.latency.add(k * 17 * kMs);
  }
  return made;
}

// `backends` backends of `servers` servers each, over `stretches` of 10 ms.
SimulationResult run(std::size_t backends, std::size_t servers, std::size_t stretches) {
  SimulationResult result;
  result.end = static_cast<routing::Time>(stretches) * 10 * kMs;
  result.series.width = 10 * kMs;
  result.series.end = result.end;
  const auto proxy = [](const std::string& name, std::uint64_t requests) {
    ProxyResult made;
    made.name = name;
    made.requests = requests;
    made.total.add(12'345'678);
    made.queue.add(0);
    return made;
  };
  result.frontends.push_back(proxy("www", 1000));
  result.series.tracks.push_back(track(SeriesTrack::Kind::frontend, "www", "", stretches));
  for (std::size_t b = 0; b < backends; ++b) {
    result.backends.push_back(proxy(fmt::format("backend-number-{}", b), b));
    result.series.tracks.push_back(track(SeriesTrack::Kind::backend, result.backends.back().name, "", stretches));
  }
  for (std::size_t b = 0; b < backends; ++b) {
    for (std::size_t s = 0; s < servers; ++s) {
      ServerResult& server = result.servers.emplace_back();
      server.backend = result.backends[b].name;
      server.name = fmt::format("server-number-{}", s);
      server.requests = s;
      server.total.add(98'765'432);
      result.series.tracks.push_back(track(SeriesTrack::Kind::server, server.backend, server.name, stretches));
    }
  }
  return result;
}

ReportContext context() { return {"shop.cfg", "access.log", 1, 0, 0, 0}; }

std::string page(const SimulationResult& result, const ReportContext& of = context(), const PageExtras& extras = {}) {
  return html_report(result, of, extras);
}

std::string data_text(const std::string& page) {
  const std::string mark = R"(<script type="application/json" id="data">)";
  const std::size_t begin = page.find(mark) + mark.size();
  return page.substr(begin, page.find('<', begin) - begin);
}

Json data(const std::string& page) { return Json::parse(data_text(page)); }

TEST(Page, HoldsTheJsonReport) {
  const SimulationResult result = run(2, 3, 4);
  EXPECT_EQ(data(page(result))["result"], Json::parse(json_report(result, context())));
}

TEST(Page, AddsUpEverything) {
  const Json series = data(page(run(2, 1, 4)))["series"];
  const Json& all = series["tracks"][0];
  EXPECT_EQ(all["kind"], "all");
  EXPECT_EQ(all["requests"], Json({10'000, 10'001, 10'002, 10'003}));
  EXPECT_EQ(all["queue"], Json({4, 4, 4, 4})) << "of both backends";
  EXPECT_EQ(all["longest_queue"], Json({6, 6, 6, 6}));
  EXPECT_EQ(series["tracks"].size(), 6U);
}

TEST(Page, JoinsStretchesAndKeepsTheirSum) {
  const Json series = data(page(run(1, 1, 512)))["series"];
  EXPECT_EQ(series["count"], 256);
  EXPECT_DOUBLE_EQ(series["width_s"], 0.02);
  const Json& server = series["tracks"][3];
  EXPECT_EQ(server["server"], "server-number-0");
  EXPECT_EQ(server["requests"][0], 10'000 + 10'001);
  EXPECT_EQ(server["in_use"][0], 1.235);
}

TEST(Page, StaysBelowTwoMegabytes) {
  const std::string large = page(run(600, 2, 160));
  EXPECT_LT(large.size(), 2'000'000U);
  const Json json = data(large);
  EXPECT_EQ(json["result"]["backends"].size(), 500U);
  EXPECT_EQ(json["result"]["backends"][0]["name"], "backend-number-100") << "those with the most requests stay";
  EXPECT_EQ(json["result"]["servers"].size(), 500U);
  EXPECT_EQ(json["left_out"]["rows"], 100 + 2 * 600 - 500);
  EXPECT_EQ(json["series"]["count"], 80);
  EXPECT_GT(json["series"]["left_out"], 0);
}

TEST(Page, ShowsARunWithoutTraffic) {
  const Json json = data(page(SimulationResult{}));
  EXPECT_EQ(json["series"], nullptr);
  EXPECT_EQ(json["all"]["total_ms"], nullptr);
}

TEST(Page, TellsNamesFromMarkup) {
  const std::string hostile = "</script><script>alert(1)</script><!--\xE2\x80\xA8&\"";
  SimulationResult result = run(1, 1, 2);
  result.servers[0].name = hostile;
  result.series.tracks[2].server = hostile;
  ReportContext of = context();
  of.configuration = hostile;
  of.traffic = hostile;
  PageExtras extras;
  extras.findings.push_back({"error", "rule", hostile, 1, hostile, {hostile}});
  const std::string text = page(result, of, extras);
  EXPECT_THAT(text, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(text, HasSubstr("<title>Simulation of &lt;/script&gt;"));
  EXPECT_THAT(data_text(text), Not(HasSubstr("\xE2\x80\xA8")));
  EXPECT_EQ(data(text)["result"]["servers"][0]["name"], hostile);
  EXPECT_EQ(data(text)["findings"]["list"][0]["help"][0], hostile);
}

TEST(Page, BracesInNamesAreNoPlaceholders) {
  ReportContext of = context();
  of.configuration = "{{data}}.cfg";
  EXPECT_THAT(page(SimulationResult{}, of), HasSubstr("<h1>Simulation of {{data}}.cfg</h1>"));
}

TEST(Page, ShowsFindingsUpToABound) {
  PageExtras extras;
  extras.findings.resize(250);
  const Json json = data(page(SimulationResult{}, context(), extras));
  EXPECT_EQ(json["findings"]["list"].size(), 200U);
  EXPECT_EQ(json["findings"]["left_out"], 50);
}

TEST(Page, AsksForNothing) {
  const std::string text = page(run(1, 1, 2));
  EXPECT_THAT(text, HasSubstr("default-src 'none'"));
  for (const char* loads : {" src=", "href=\"http", "@import", "url("}) EXPECT_THAT(text, Not(HasSubstr(loads)));
}

}  // namespace
}  // namespace hapax::simulate
