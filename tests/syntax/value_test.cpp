#include <hapax/syntax/value.hpp>

#include <gtest/gtest.h>

namespace hapax::syntax {
namespace {

ParseError error(Problem problem, std::uint32_t offset, std::uint32_t length) { return {problem, offset, length}; }

TEST(Time, TakesEveryUnit) {
  EXPECT_EQ(parse_time("1500us")->value, 2U);
  EXPECT_EQ(parse_time("10ms")->value, 10U);
  EXPECT_EQ(parse_time("3s")->value, 3000U);
  EXPECT_EQ(parse_time("2m")->value, 120000U);
  EXPECT_EQ(parse_time("1h")->value, 3600000U);
  EXPECT_EQ(parse_time("1d")->value, 86400000U);
}

TEST(Time, CountsInTheUnitOfTheKeyword) {
  EXPECT_EQ(parse_time("7")->value, 7U);
  EXPECT_FALSE(parse_time("7")->has_unit);
  EXPECT_EQ(parse_time("7", TimeUnit::s)->value, 7U);
  EXPECT_EQ(parse_time("1500ms", TimeUnit::s)->value, 2U);
  EXPECT_EQ(parse_time("2m", TimeUnit::s)->value, 120U);
  EXPECT_EQ(parse_time("1h", TimeUnit::s)->unit, TimeUnit::h);
}

TEST(Time, RoundsUp) {
  EXPECT_EQ(parse_time("0us")->value, 0U);
  EXPECT_EQ(parse_time("1us")->value, 1U);
  EXPECT_EQ(parse_time("1000us")->value, 1U);
  EXPECT_EQ(parse_time("1001us")->value, 2U);
}

TEST(Time, IgnoresWhatFollowsAUnit) {
  EXPECT_EQ(parse_time("1sx")->value, 1000U);
  EXPECT_EQ(parse_time("1sx")->read, 2U);
  EXPECT_EQ(parse_time("1mss")->value, 1U);
  EXPECT_EQ(parse_time("1md")->value, 60000U);
}

TEST(Time, SaysWhatDoesNotBelong) {
  EXPECT_EQ(parse_time("").error(), error(Problem::empty, 0, 0));
  EXPECT_EQ(parse_time("s").error(), error(Problem::unexpected_character, 0, 1));
  EXPECT_EQ(parse_time("-1").error(), error(Problem::unexpected_character, 0, 1));
  EXPECT_EQ(parse_time(" 1").error(), error(Problem::unexpected_character, 0, 1));
  EXPECT_EQ(parse_time("1.5s").error(), error(Problem::unexpected_character, 1, 1));
  EXPECT_EQ(parse_time("10 s").error(), error(Problem::unexpected_character, 2, 1));
  EXPECT_EQ(parse_time("10S").error(), error(Problem::unexpected_character, 2, 1));
  EXPECT_EQ(parse_time("1u").error(), error(Problem::unexpected_character, 1, 1));
}

TEST(Time, HasALimit) {
  EXPECT_EQ(parse_time("2147483647")->value, kMaxTime);
  EXPECT_EQ(parse_time("2147483648").error(), error(Problem::overflow, 0, 10));
  EXPECT_EQ(parse_time("2147483647000us")->value, kMaxTime);
  EXPECT_EQ(parse_time("2147483647001us").error(), error(Problem::overflow, 0, 15));
  EXPECT_EQ(parse_time("24d")->value, 24U * 86400000U);
  EXPECT_EQ(parse_time("25dx").error(), error(Problem::overflow, 0, 3));
  EXPECT_EQ(parse_time("25d", TimeUnit::s)->value, 25U * 86400U);
  EXPECT_EQ(parse_time("10000000000000000000000").error(), error(Problem::overflow, 0, 23));
  EXPECT_EQ(parse_time("9999999999999999999d").error().problem, Problem::overflow);
}

TEST(Time, IsCountedIn64Bits) {
  EXPECT_EQ(parse_time("18446744073709551621")->value, 5U);
  EXPECT_EQ(parse_time("18446744073709552s")->value, 384U);
  EXPECT_EQ(parse_time("18446744073709552000us")->value, 1U);
}

TEST(Size, TakesUnitsInEitherCase) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("16384"), 16384U);
  EXPECT_EQ(parse_size("16k"), 16384U);
  EXPECT_EQ(parse_size("16K"), 16384U);
  EXPECT_EQ(parse_size("1m"), 1048576U);
  EXPECT_EQ(parse_size("3G"), 3221225472U);
}

TEST(Size, StaysBelowFourGigabytes) {
  EXPECT_EQ(parse_size("4294967295"), 4294967295U);
  EXPECT_EQ(parse_size("4294967296").error(), error(Problem::overflow, 0, 10));
  EXPECT_EQ(parse_size("4194303k"), 4294966272U);
  EXPECT_EQ(parse_size("4194304k").error(), error(Problem::overflow, 0, 8));
  EXPECT_EQ(parse_size("99999999999999999999").error(), error(Problem::overflow, 0, 20));
}

TEST(Size, StaysBelowAnotherLimitThatIsNamed) {
  EXPECT_EQ(parse_size("8g", UINT64_MAX), std::uint64_t{8} << 30);
  EXPECT_EQ(parse_size("17179869184g", UINT64_MAX).error(), error(Problem::overflow, 0, 12));
}

TEST(Size, SaysWhatDoesNotBelong) {
  EXPECT_EQ(parse_size("").error(), error(Problem::empty, 0, 0));
  EXPECT_EQ(parse_size("k").error(), error(Problem::unexpected_character, 0, 1));
  EXPECT_EQ(parse_size("1t").error(), error(Problem::unexpected_character, 1, 1));
  EXPECT_EQ(parse_size("1kb").error(), error(Problem::unexpected_character, 2, 1));
  EXPECT_EQ(parse_size("1.5k").error(), error(Problem::unexpected_character, 1, 1));
}

TEST(Integer, IsWhole) {
  EXPECT_EQ(parse_integer("12"), 12);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer(" +7"), 7);
  EXPECT_EQ(parse_integer("").error(), error(Problem::empty, 0, 0));
  EXPECT_EQ(parse_integer("1x").error(), error(Problem::bad_integer, 0, 2));
  EXPECT_EQ(parse_integer("0x1").error(), error(Problem::bad_integer, 0, 3));
  EXPECT_EQ(parse_integer("-").error(), error(Problem::bad_integer, 0, 1));
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parse_integer("9223372036854775808").error().problem, Problem::overflow);
}

TEST(LeadingInteger, TakesWhatThereIs) {
  EXPECT_EQ(leading_integer("12abc").value, 12);
  EXPECT_EQ(leading_integer("12abc").read, 2U);
  EXPECT_EQ(leading_integer("-5").value, -5);
  EXPECT_EQ(leading_integer("abc").value, 0);
  EXPECT_EQ(leading_integer("abc").read, 0U);
  EXPECT_EQ(leading_integer("").read, 0U);
}

TEST(Percentage, GoesToAHundred) {
  EXPECT_EQ(parse_percentage("50"), 50U);
  EXPECT_EQ(parse_percentage("100%"), 100U);
  EXPECT_EQ(parse_percentage("101%").error().problem, Problem::overflow);
  EXPECT_EQ(parse_percentage("%").error().problem, Problem::bad_integer);
}

}  // namespace
}  // namespace hapax::syntax
