#include <hapax/syntax/line_stream.hpp>

#include <string>

#include <gtest/gtest.h>

namespace hapax::syntax {
namespace {

// Of bytes that between them show every way in which a line can begin, end and be wrong.
const std::string kText =
    std::string("global\n") + "\n  # note\nuser 'a b' \"$X\" c\r\nopen 'quote\nnul \0 here\n\\x4z\nlast";
const std::string kNul = std::string("a\0b\n", 4);

void expect_same_lines(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("x.cfg", text);
  const Document whole = parse_document(sources, file);
  LineStream stream(sources, file);
  std::size_t count = 0;
  while (stream.next()) {
    ASSERT_LT(count, whole.lines().size());
    const Line& expected = whole.lines()[count++];
    EXPECT_EQ(stream.number(), count);
    EXPECT_EQ(stream.document().span(stream.line()), whole.span(expected));
    EXPECT_EQ(stream.line().error, expected.error);
    EXPECT_EQ(stream.document().error_span(stream.line()), whole.error_span(expected));
    const auto words = stream.document().words(stream.line());
    const auto expected_words = whole.words(expected);
    ASSERT_EQ(words.size(), expected_words.size()) << "line " << count;
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(stream.document().span(words[i]), whole.span(expected_words[i]));
    }
  }
  EXPECT_EQ(count, whole.lines().size());
}

TEST(LineStream, GivesTheLinesOfTheDocument) {
  expect_same_lines(kText);
  expect_same_lines(kNul + kText);
}

TEST(LineStream, OfAnEmptyFileIsEmpty) { expect_same_lines(""); }

TEST(LineStream, StaysAtTheLastLine) {
  SourceSet sources;
  LineStream stream(sources, sources.add("x.cfg", "a\nb"));
  while (stream.next()) {
  }
  EXPECT_EQ(stream.number(), 2U);
  EXPECT_EQ(stream.line().end, LineEnd::none);
}

}  // namespace
}  // namespace hapax::syntax
