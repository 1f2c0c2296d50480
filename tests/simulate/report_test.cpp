#include <hapax/simulate/report.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hapax::simulate {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

SimulationResult small_result() {
  SimulationResult result;
  result.end = 2 * routing::kSecond;
  result.requests = 1234;
  result.outcomes[0] = 1230;
  result.outcomes[static_cast<std::size_t>(routing::Outcome::queue_timeout)] = 4;
  ProxyResult& frontend = result.frontends.emplace_back();
  frontend.name = "www";
  frontend.requests = 1234;
  frontend.outcomes = result.outcomes;
  ProxyResult& backend = result.backends.emplace_back();
  backend.name = "web";
  backend.requests = 1234;
  backend.outcomes = result.outcomes;
  ServerResult& server = result.servers.emplace_back();
  server.backend = "web";
  server.name = "s1";
  server.maxconn = 4;
  server.requests = 1230;
  server.busy = 2e9;
  return result;
}

TEST(TextReport, SaysWhatBecameOfTheRequests) {
  const std::string text = text_report(small_result(), {"shop.cfg", "access.log", 7, 0, 0, 0}, false);
  EXPECT_THAT(text, HasSubstr("1,234 requests of access.log through shop.cfg in 2.0 s of virtual time, seed 7"));
  EXPECT_THAT(text, HasSubstr("1,230 served (99.7 %), 4 queue-timeout (0.3 %)"));
  EXPECT_THAT(text, HasSubstr("25.0 %")) << "one of four slots was busy all the time, over two seconds once";
  EXPECT_THAT(text, Not(HasSubstr("note:")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b[")));
}

TEST(TextReport, NamesTheRulesThatRefuse) {
  SimulationResult result = small_result();
  result.refusing_rules.push_back({"conf/shop.cfg", 46, "http-request deny", 1243, 500'000'000, 2'000'000'000});
  result.refusing_rules.push_back({"", 9, "http-request return string \x1b" + std::string(80, 'x'), 1, 0, 0});
  const std::string text = text_report(result, {"shop.cfg", "access.log", 7, 0, 0, 0}, false);
  EXPECT_THAT(text, ContainsRegex("refusing rules +requests +from s +to s\n"
                                  "shop.cfg:46  http-request deny +1,243 +0.5 +2.0\n"
                                  ":9  http-request return string .x{32}… +1 +0.0 +0.0\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));

  result.refusing_rules.assign(12, result.refusing_rules.front());
  EXPECT_THAT(text_report(result, {"shop.cfg", "access.log", 7, 0, 0, 0}, false), HasSubstr("and 2 more\n"));
}

TEST(TextReport, SaysWhatToBeCarefulAbout) {
  SimulationResult result = small_result();
  result.damage.add(17, "not JSON");
  result.refused_changes = 2;
  result.unfinished = 1;
  result.interrupted = true;
  const std::string text = text_report(result, {"a", "b", 1, 3, 13, 5}, true);
  EXPECT_THAT(text, HasSubstr("the first is line 17: not JSON"));
  EXPECT_THAT(text, HasSubstr("not made: 2 changes of a weight"));
  EXPECT_THAT(text, HasSubstr("stopped before the end"));
  EXPECT_THAT(text, HasSubstr("never came"));
  EXPECT_THAT(text, HasSubstr("3 log lines came too late"));
  EXPECT_THAT(text, HasSubstr("left out: 13 log lines of requests that HAProxy could not parse"));
  EXPECT_THAT(text, HasSubstr("not taken into account: 5 lines of the configuration"));
}

TEST(JsonReport, CarriesTheSameFigures) {
  const std::string json = json_report(small_result(), {"shop.cfg", "access.log", 7, 0, 0, 0});
  EXPECT_THAT(json, HasSubstr("\"requests\": 1234"));
  EXPECT_THAT(json, HasSubstr("\"queue-timeout\": 4"));
  EXPECT_THAT(json, HasSubstr("\"utilisation\": 0.25"));
  EXPECT_THAT(json, HasSubstr("\"span_ms\": 2000.0"));
}

TEST(DecisionLine, HasTheMembersInTheirOrder) {
  model::RoutingModel model;
  model.proxies.resize(2);
  model.proxies[0].name = "www";
  model.proxies[1].name = "web";
  model.servers.emplace_back().name = "s1";
  EXPECT_EQ(
      decision_line({0, 0, 1, 0, routing::Outcome::served, 0, 12'500'600}, model),
      R"({"i":0,"frontend":"www","backend":"web","server":"s1","outcome":"served","queue_ms":0.0,"total_ms":12.5})"
      "\n");
  EXPECT_EQ(decision_line({1, 0, model::kNone, model::kNone, routing::Outcome::denied, -1, 0}, model),
            R"({"i":1,"frontend":"www","backend":null,"server":null,"outcome":"denied","queue_ms":null,"total_ms":0.0})"
            "\n");
}

}  // namespace
}  // namespace hapax::simulate
