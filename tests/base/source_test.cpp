#include <hapax/base/source.hpp>

#include <gtest/gtest.h>

namespace hapax {
namespace {

TEST(SourceSet, GivesLineAndColumnFromOne) {
  SourceSet sources;
  const FileId file = sources.add("a.cfg", "one\ntwo\r\n\nlast");
  EXPECT_EQ(sources.position(file, 0), (LineColumn{1, 1}));
  EXPECT_EQ(sources.position(file, 3), (LineColumn{1, 4}));
  EXPECT_EQ(sources.position(file, 4), (LineColumn{2, 1}));
  EXPECT_EQ(sources.position(file, 9), (LineColumn{3, 1}));
  EXPECT_EQ(sources.position(file, 14), (LineColumn{4, 5}));
}

TEST(SourceSet, GivesLinesWithoutTheirEnds) {
  SourceSet sources;
  const FileId file = sources.add("a.cfg", "one\ntwo\r\n\nlast");
  EXPECT_EQ(sources.line(file, 1), "one");
  EXPECT_EQ(sources.line(file, 2), "two");
  EXPECT_EQ(sources.line(file, 3), "");
  EXPECT_EQ(sources.line(file, 4), "last");
  EXPECT_EQ(sources.line(file, 5), "");
  EXPECT_EQ(sources.line(file, 0), "");
}

TEST(SourceSet, KeepsViewsGoodWhileItGrows) {
  SourceSet sources;
  const std::string_view text = sources.text(sources.add("a.cfg", "short"));
  for (int i = 0; i < 1000; ++i) sources.add("b.cfg", "more");
  EXPECT_EQ(text, "short");
}

TEST(Span, CoversBoth) { EXPECT_EQ(cover(Span{0, 7, 2}, Span{0, 3, 1}), (Span{0, 3, 6})); }

}  // namespace
}  // namespace hapax
