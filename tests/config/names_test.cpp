// Sections that share a name, and the line that opens a section.
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

std::string below_listen(const std::string& sections, Version target) {
  return check_text(std::string(kListen) + sections, target);
}

TEST(Names, ThatAreRefusedAreWarnedOfToo) {
  EXPECT_EQ(below_listen("backend l\n", Version::v3_2), "duplicate-proxy-name:7 duplicate-proxy-name:7");
  EXPECT_EQ(below_listen("backend l\n", Version::v3_0), "duplicate-proxy-name:7");
}

TEST(Names, OfABackendAreFreeForAListenSectionBelowItBefore3_2) {
  const std::string text = "backend l\n" + std::string(kListen);
  EXPECT_EQ(check_text(text, Version::v3_0), "");
  EXPECT_EQ(check_text(text, Version::v3_2), "duplicate-proxy-name:2 duplicate-proxy-name:2");
}

TEST(Names, OfLogForwardSectionsAreTakenToo) {
  const std::string log_forward = "log-forward l\n dgram-bind :514\n log 192.0.2.1 local0\n";
  EXPECT_EQ(check_text(log_forward + std::string(kListen), Version::v3_0), "duplicate-proxy-name:4");
  EXPECT_EQ(below_listen(log_forward, Version::v3_0), "duplicate-section-name:7");
  EXPECT_EQ(below_listen("backend b\nlog-forward b\n dgram-bind :514\n log 192.0.2.1 local0\n", Version::v2_6),
            "duplicate-section-name:8");
}

TEST(Names, OfDefaultsAndRingsCountIn3_2) {
  EXPECT_EQ(below_listen("defaults l\n", Version::v3_0), "");
  EXPECT_EQ(below_listen("defaults l\n", Version::v3_2), "duplicate-proxy-name:7");
  EXPECT_EQ(below_listen("defaults d\ndefaults d\n", Version::v3_2), "");
  EXPECT_EQ(below_listen("ring r\n size 32768\nbackend r\n", Version::v3_0), "");
  EXPECT_EQ(below_listen("ring r\n size 32768\nbackend r\n", Version::v3_2),
            "duplicate-proxy-name:9 duplicate-proxy-name:9");
}

std::string two_servers(const char* first, const char* second, Version target) {
  const std::string line = " server a 192.0.2.1:80 ";
  return below_listen(line + first + "\n" + line + second + "\n", target);
}

TEST(Names, OfServersAreComparedBefore3_4WhereTheyHaveNoId) {
  EXPECT_EQ(two_servers("", "", Version::v3_0), "duplicate-name:8");
  for (const auto& [first, second] : {std::pair("id 4", ""), std::pair("", "id 4"), std::pair("id 4", "id 5")}) {
    EXPECT_EQ(two_servers(first, second, Version::v3_0), "");
    const std::string text =
        std::string(kListen) + " server a 192.0.2.1:80 " + first + "\n server a 192.0.2.1:80 " + second;
    const LoadedText loaded(text + "\n", Version::v3_2);
    EXPECT_EQ(in_short(loaded.sources, loaded.findings), "duplicate-name:8");
    EXPECT_FALSE(loaded.findings.rejected());
    EXPECT_TRUE(LoadedText(text + "\n", Version::v3_4).findings.rejected());
  }
  EXPECT_EQ(
      below_listen(" server a 192.0.2.1:80\n server a 192.0.2.1:80 id 4\n server a 192.0.2.1:80\n", Version::v3_0),
      "duplicate-name:9");
  EXPECT_EQ(below_listen(" server-template a 2 192.0.2.1:80\n server a1 192.0.2.1:80 id 4\n", Version::v3_0), "");
  EXPECT_EQ(below_listen(" server-template a 2 192.0.2.1:80\n server a1 192.0.2.1:80\n", Version::v3_0),
            "duplicate-name:8");
}

TEST(SectionLines, WithAWordTooManyRefuseTheirFirstLineBefore3_2) {
  const std::string section = std::string(kListen) + "backend b x\n";
  EXPECT_EQ(below_listen("backend b x\n balance first\n", Version::v3_0),
            "address-on-section-line:7 line-of-refused-section:8");
  const LoadedText empty(section, Version::v3_0);
  EXPECT_FALSE(empty.findings.rejected());
  ASSERT_EQ(empty.findings.list().size(), 1U);
  EXPECT_EQ(empty.findings.list()[0].origin, Origin::hapax) << "HAProxy is silent";
  EXPECT_TRUE(LoadedText(section, Version::v3_2).findings.rejected());
  EXPECT_TRUE(LoadedText(section + " balance first\n", Version::v3_0).findings.rejected());
}

// It is no backend then, and has the name of one all the same.
TEST(Names, OfABackendWhoseLineIsRefusedAreLookedForAmongThoseAbove) {
  const std::string above = "backend ws\n server s 192.0.2.1:80\n timeout server 1s\n timeout connect 1s\n";
  EXPECT_EQ(below_listen(above + "backend ws extra\n", Version::v3_0),
            "address-on-section-line:11 duplicate-proxy-name:11");
  EXPECT_EQ(below_listen("backend ws extra\n" + above, Version::v3_0), "address-on-section-line:7");
}

TEST(SectionLines, OfSomeKindsTakeNoSecondWord) {
  EXPECT_EQ(below_listen("crt-store a b\n", Version::v3_2), "unexpected-argument:7");
  EXPECT_EQ(below_listen("traces x\n", Version::v3_2), "unexpected-argument:7");
  EXPECT_EQ(below_listen("log-profile a b\n", Version::v3_2), "unexpected-argument:7");
  EXPECT_EQ(below_listen("ring a b\n", Version::v3_2), "");
}

}  // namespace
}  // namespace hapax::config
