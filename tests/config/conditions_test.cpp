// `.if`: what its predicates answer and what they refuse.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

/// "true" or "false" by the branch that is read, "refused" where the condition is.
std::string answer(const std::string& condition, Version target = Version::v3_2) {
  const std::string text = "global\n.if " + condition + "\n maxconn 5\n.else\n nothing-known\n.endif\n";
  const std::string found = check_text(text + kListen, target);
  if (found.find("predicate") != std::string::npos) return "refused";
  return found.find("unknown-keyword:5") == std::string::npos ? "true" : "false";
}

TEST(Conditions, TakeEmptyParenthesesForAnEmptyArgument) {
  EXPECT_EQ(answer("defined()"), "false");
  EXPECT_EQ(answer("feature()"), "false");
  EXPECT_EQ(answer("enabled()"), "false");
  EXPECT_EQ(answer("version_atleast()"), "true");
  EXPECT_EQ(answer("ssllib_name_startswith()"), "true");
  EXPECT_EQ(answer("streq()"), "refused");
  EXPECT_EQ(answer("streq(,)"), "true");
}

TEST(Conditions, TakeNoMoreArgumentsThanTheyNeed) {
  EXPECT_EQ(answer("defined(A,B)"), "refused");
  EXPECT_EQ(answer("streq(a,a,a)"), "refused");
  EXPECT_EQ(answer("streq(\"a,b\",\"a,b\")"), "refused") << "quotes are gone when the arguments are counted";
  EXPECT_EQ(answer("version_atleast(3,2)"), "refused");
}

TEST(Conditions, CompareVersionsOfOpenSslThatAreWholeOnes) {
  EXPECT_EQ(answer("openssl_version_atleast(1.1.1)"), "true");
  EXPECT_EQ(answer("openssl_version_atleast(1.1.1g)"), "true");
  EXPECT_EQ(answer("openssl_version_atleast(3.0.0)"), "true");
  EXPECT_EQ(answer("openssl_version_atleast(3.9.0)"), "false");
  EXPECT_EQ(answer("openssl_version_before(3.0.0)"), "false");
  for (const char* const part : {"", "1", "1.1", "x", "1.a", "256.0.0", "-1.0.0"})
    EXPECT_EQ(answer("openssl_version_atleast(" + std::string(part) + ")"), "refused") << part;
}

TEST(Conditions, KnowWhatIsOnInAProcess) {
  EXPECT_EQ(answer("enabled(SPLICE)"), "true");
  EXPECT_EQ(answer("enabled(EVPORTS)"), "false");
  EXPECT_EQ(answer("enabled(nothing)"), "false");
}

TEST(Conditions, HaveThePredicatesOfTheirVersion) {
  EXPECT_EQ(answer("strstr(abc,b)", Version::v2_6), "refused");
  EXPECT_EQ(answer("strstr(abc,b)", Version::v2_8), "true");
  EXPECT_EQ(answer("enabled(SPLICE)", Version::v2_6), "refused");
  EXPECT_EQ(answer("awslc_api_atleast(1)", Version::v3_2), "refused");
  EXPECT_EQ(answer("awslc_api_atleast(1)", Version::v3_4), "false");
}

TEST(Lines, OfAnEmptyWordAreWarnedOfFrom3_2) {
  EXPECT_EQ(check_text(std::string(kListen) + " \"\" x\n", Version::v3_0), "");
  EXPECT_EQ(check_text(std::string(kListen) + " \"\" x\n", Version::v3_2), "empty-argument:7");
}

}  // namespace
}  // namespace hapax::config
