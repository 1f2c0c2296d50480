// Sections beside the proxies: names, members, sizes, and what refers to them.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

// Findings as "rule:line".
std::string rules(const std::string& text, Version target = Version::v3_2, std::vector<Feature> without = {}) {
  SourceSet sources;
  Diagnostics findings;
  const FileId file = sources.add("haproxy.cfg", text);
  LoadOptions options;
  options.target = target;
  options.without = std::move(without);
  const Config config = load(sources, std::span(&file, 1), options, findings);
  return in_short(sources, findings);
}

std::string listen(const std::string& lines, const std::string& above = "") { return rules(above + kListen + lines); }

TEST(SectionNames, StandOnceByKind) {
  const std::string resolvers = "resolvers r\n nameserver n 192.0.2.1:53\n";
  EXPECT_EQ(listen(resolvers + resolvers), "duplicate-section-name:9");
  EXPECT_EQ(listen("userlist r\nuserlist r\n"), "duplicate-section-name:8");
  EXPECT_EQ(listen("userlist r\n" + resolvers), "") << "kinds do not share their names";
  EXPECT_EQ(listen("ring buf0\n"), "duplicate-section-name:7");
}

TEST(References, NameSectionsThatAreThere) {
  EXPECT_EQ(listen(" stick-table type ip size 1m peers p\n"), "unknown-section-reference:7");
  EXPECT_EQ(listen(" server s app.example:80 resolvers r\nresolvers r\n nameserver n 192.0.2.1:53\n"), "");
  EXPECT_EQ(listen(" email-alert from a\n"), "incomplete-email-alert:7");
}

TEST(Protocols, FitSideAndMode) {
  EXPECT_EQ(listen(" bind :81 proto h2\n"), "");
  EXPECT_EQ(listen(" bind :81 proto fcgi\n"), "protocol-not-usable:7");
  EXPECT_EQ(listen(" server s 192.0.2.1:80 proto fcgi\n"), "fcgi-without-app:7");
  EXPECT_EQ(listen(" use-fcgi-app a\n server s 192.0.2.1:80\n", "fcgi-app a\n docroot /srv\n"),
            "fcgi-without-server:9");
}

TEST(LogProfiles, NameStepsAndFormats) {
  EXPECT_EQ(listen("log-profile p\n on any format \"%ci\" sd \"x\"\n on close drop\n"), "");
  EXPECT_EQ(listen("log-profile p\n on foo drop\n on any\n on any format\n on any bar\n"),
            "invalid-choice:8 invalid-choice:9 missing-argument:10 invalid-choice:11");
}

TEST(Programs, AreStartedByTheMaster) {
  const std::string program = "program p\n command /bin/true\n";
  EXPECT_EQ(rules(kListen + program, Version::v3_0), "program-without-master:7");
  EXPECT_EQ(rules("global\n master-worker\n" + std::string(kListen) + program, Version::v3_0), "");
}

TEST(Rings, KeepEventsThatFit) {
  EXPECT_EQ(listen("ring r\n size 400\n maxlen 300\n"), "ring-event-too-long:9");
  EXPECT_EQ(listen("ring r\n server s 192.0.2.1:514\n"), "missing-timeout:7");
}

TEST(Features, AreMissedWhereTheBuildLacksThem) {
  const std::string text = std::string(kListen) + " bind quic4@:443 ssl crt a.pem\n";
  EXPECT_EQ(rules(text), "");
  EXPECT_EQ(rules(text, Version::v3_2, {Feature::quic}), "invalid-address:7");
  EXPECT_EQ(rules(text, Version::v3_2, {Feature::openssl}), "missing-feature:7");
}

TEST(Lines, EndTheReadingAfterFiftyErrors) {
  std::string text = "global\n";
  for (int i = 0; i < 50; ++i) text += " foo\n";
  const std::string found = rules(text + " daemon\n" + kListen);
  EXPECT_NE(found.find("too-many-errors:52"), std::string::npos) << found;
  EXPECT_EQ(rules("global\n foo\n daemon\n" + std::string(kListen)).find("too-many-errors"), std::string::npos);
}

TEST(Lines, KnowTheVariablesThatHaproxySets) {
  const std::string text = "log-profile p\n on any format \"${HAPROXY_TCP_LOG_FMT}\"\n";
  EXPECT_EQ(listen(text), "");
  EXPECT_EQ(listen("log-profile p\n on any format \"${HAPROXY_NONE}\"\n"), "empty-argument:8 missing-argument:8");
}

}  // namespace
}  // namespace hapax::config
