#include <hapax/base/version.hpp>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(Version, NamesEveryTargetAndReadsItBack) {
  for (const Version version : kTargets) EXPECT_EQ(parse_version(to_string(version)), version);
}

TEST(Version, ReadsNothingElse) {
  for (const std::string_view text : {"", "3", "3.1", "3.20", "v3.2", " 3.2"})
    EXPECT_FALSE(parse_version(text)) << text;
}

}  // namespace
}  // namespace hapax
