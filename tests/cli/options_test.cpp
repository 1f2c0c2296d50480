#include "cli/frame/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hapax::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Command kCommand{"brew", Topic::check, "make coffee", nullptr};

class OptionsTest : public testing::Test {
 protected:
  OptionsTest() {
    options_.list("-f,--file", "FILE", files_, "a file")
        .choice("--format", format_, {"text", "json"}, "how")
        .number("--seed", "N", seed_, "randomness")
        .positional("PATH...", paths_, "what");
  }

  std::optional<int> parse(std::vector<const char*> words) {
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const auto status = options_.parse(words);
    std::fflush(stdout);
    said_ = testing::internal::GetCapturedStderr();
    printed_ = testing::internal::GetCapturedStdout();
    return status;
  }

  std::vector<std::string> files_, paths_;
  std::string format_ = "text";
  std::uint64_t seed_ = 7;
  std::string said_, printed_;
  Options options_{kCommand, "PATH..."};
};

TEST_F(OptionsTest, AListTakesOneWordEachTime) {
  EXPECT_EQ(parse({"-f", "a", "b", "--file=c", "-"}), std::nullopt);
  EXPECT_THAT(files_, ElementsAre("a", "c"));
  EXPECT_THAT(paths_, ElementsAre("b", "-"));
}

TEST_F(OptionsTest, AChoiceNamesWhatItTakes) {
  EXPECT_EQ(parse({"--format", "yaml"}), 2);
  EXPECT_THAT(said_, HasSubstr("hapax: brew: '--format' takes text or json, not 'yaml'"));
}

TEST_F(OptionsTest, ANumberIsANumber) {
  EXPECT_EQ(parse({"--seed", "12"}), std::nullopt);
  EXPECT_EQ(seed_, 12U);
  EXPECT_EQ(Options(kCommand, "").parse({}), std::nullopt);
}

TEST_F(OptionsTest, ANumberIsNotAWord) {
  EXPECT_EQ(parse({"--seed", "12x"}), 2);
  EXPECT_THAT(said_, HasSubstr("'--seed' takes a whole number, and '12x' is none"));
}

TEST_F(OptionsTest, AMisspeltOptionIsAnsweredWithTheNearest) {
  EXPECT_EQ(parse({"--fromat=json"}), 2);
  EXPECT_THAT(said_, HasSubstr("unknown option '--fromat'; did you mean '--format'?"));
}

TEST_F(OptionsTest, AMissingValueIsNamed) {
  EXPECT_EQ(parse({"--format"}), 2);
  EXPECT_THAT(said_, HasSubstr("'--format' needs a value"));
}

TEST_F(OptionsTest, HelpShowsEveryOptionAndEndsCleanly) {
  EXPECT_EQ(parse({"--help"}), 0);
  EXPECT_THAT(printed_, HasSubstr("hapax brew: make coffee\n\nusage: hapax brew PATH...\n"));
  EXPECT_THAT(printed_, HasSubstr("  -f, --file FILE            a file\n"));
  EXPECT_THAT(printed_, HasSubstr("  --format text|json         how\n"));
}

}  // namespace
}  // namespace hapax::cli
