#include "cli/frame/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hapax::cli {
namespace {

using testing::ElementsAre;

std::string complaint(const std::string& text) {
  const auto settings = parse_settings(text, "hapax.toml");
  return settings ? "" : settings.error().message;
}

TEST(Settings, OneTargetOrSeveral) {
  EXPECT_THAT(parse_settings("target = '3.0'", "x").value().targets, ElementsAre("3.0"));
  EXPECT_THAT(parse_settings("target = ['2.6', '3.2']", "x").value().targets, ElementsAre("2.6", "3.2"));
}

TEST(Settings, EverythingElse) {
  const Settings settings = parse_settings(R"(
    without = ["quic"]
    no-files = true
    [environment]
    DOMAIN = "shop.example"
    [lint]
    ignore = ["unused-acl"]
    fail-on = "warning"
    severity = { unused-backend = "error", missing-timeouts = "off" })",
                                           "x")
                                .value();
  EXPECT_THAT(settings.without, ElementsAre("quic"));
  EXPECT_TRUE(settings.no_files);
  EXPECT_EQ(settings.environment.at("DOMAIN"), "shop.example");
  EXPECT_THAT(settings.ignore, ElementsAre("unused-acl"));
  EXPECT_EQ(settings.fail_on, "warning");
  EXPECT_EQ(settings.severity.at("unused-backend"), Severity::error);
  EXPECT_EQ(settings.severity.at("missing-timeouts"), std::nullopt);
}

TEST(Settings, AnUnknownKeyIsAnsweredWithTheNearest) {
  EXPECT_EQ(complaint("\ntarge = '3.2'"), "hapax.toml:2: unknown key 'targe'; did you mean 'target'?");
}

TEST(Settings, AKeyOfLintOutsideOfItsTableIsSentThere) {
  EXPECT_EQ(complaint("fail-on = 'warning'"),
            "hapax.toml:1: 'fail-on' is a setting of lint: write it below a line '[lint]'");
}

TEST(Settings, AWrongTypeSaysWhichIsRight) {
  EXPECT_EQ(complaint("no-files = 'yes'"), "hapax.toml:1: 'no-files' takes true or false");
  EXPECT_EQ(complaint("lint = 1"), "hapax.toml:1: 'lint' is a table: [lint]");
  EXPECT_EQ(complaint("[lint]\nseverity = { x = 'fatal' }"),
            "hapax.toml:2: the severity of 'x' is error, warning, info or off, not 'fatal'");
}

TEST(Settings, BrokenTomlHasItsLine) {
  EXPECT_THAT(complaint("a = 1\nb = = 2"), testing::StartsWith("hapax.toml:2: "));
}

}  // namespace
}  // namespace hapax::cli
