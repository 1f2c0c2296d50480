#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/text.hpp"

namespace hapax::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Text, PrintableKeepsWellFormedUtf8Only) {
  EXPECT_EQ(printable("a\xC3\xA9\xE6\x9C\x8D"), "a\xC3\xA9\xE6\x9C\x8D");
  EXPECT_EQ(printable("\xC3"), "\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a surrogate is none";
  EXPECT_EQ(printable("\t"), "\xEF\xBF\xBD");
}

TEST(Text, WrapCutsAtSpaces) { EXPECT_THAT(wrap("one two three", 8, 3), ElementsAre("one two", "three")); }

TEST(Text, WrapCutsALongNameBehindAMark) {
  EXPECT_THAT(wrap("pod:console-684cf6f69:8443", 16, 3), ElementsAre("pod:console-", "684cf6f69:8443"));
}

TEST(Text, WrapSaysWhatItLeavesOut) { EXPECT_THAT(wrap("aaaa bbbb cccc", 4, 2), ElementsAre("aaaa", "bbb…")); }

TEST(Text, WrapCutsALongWordWhereItMust) { EXPECT_THAT(wrap("abcdefgh", 3, 3), ElementsAre("abc", "def", "gh")); }

TEST(Text, WrapCountsCharactersNotBytes) { EXPECT_THAT(wrap("ääää öööö", 4, 2), ElementsAre("ääää", "öööö")); }

TEST(Text, NothingGivesNoLine) { EXPECT_THAT(wrap("", 10, 2), IsEmpty()); }

}  // namespace
}  // namespace hapax::graph
