#include "config/lines_ahead.hpp"

#include <string>

#include <gtest/gtest.h>

namespace hapax::config {
namespace {

// Every kind of line again and again; with `count` 8000 it takes several blocks and a thread.
std::string text_of(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "  server s" + std::to_string(i) + " 192.0.2.1:80 # note\n\n";
    text += i % 2 == 0 ? "acl a path 'x y'\r\n" : "acl \"open\n";
  }
  return text + "last";
}

void expect_lines_of_stream(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text);
  Arena arena;
  LinesAhead lines(sources, file, arena);
  syntax::LineStream stream(sources, file);
  while (stream.next()) {
    ASSERT_TRUE(lines.next());
    const syntax::Line& expected = stream.line();
    EXPECT_EQ(lines.line().number, stream.number());
    EXPECT_EQ(lines.line().line.offset, expected.offset);
    EXPECT_EQ(lines.line().line.length, expected.length);
    EXPECT_EQ(lines.line().line.error, expected.error);
    if (lines.line().words.empty()) {
      EXPECT_TRUE(expected.blank() || !expected.all_plain || expected.error != syntax::LineError::none);
      continue;
    }
    const auto words = stream.document().words(expected);
    ASSERT_EQ(lines.line().words.size(), words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(lines.line().words[i].span, stream.document().span(words[i]));
      EXPECT_EQ(lines.line().words[i].text, sources.text(stream.document().span(words[i])));
    }
  }
  const std::uint32_t last = stream.number();
  EXPECT_FALSE(lines.next());
  EXPECT_FALSE(lines.next());
  if (last == 0) return;
  EXPECT_EQ(lines.line().number, last) << "the last line stays";
}

TEST(LinesAhead, AreThoseOfTheFile) {
  for (const int count : {0, 1, 700, 8000}) expect_lines_of_stream(text_of(count));
  expect_lines_of_stream("");
  expect_lines_of_stream(std::string(2 * 2048, '\n'));
}

TEST(LinesAhead, MayBeLeftBeforeTheEnd) {
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text_of(8000));
  Arena arena;
  LinesAhead lines(sources, file, arena);
  EXPECT_TRUE(lines.next());
}

TEST(LinesAhead, LeaveLinesWithTooManyWordsToTheReader) {
  std::string text;
  for (std::size_t i = 0; i <= syntax::kMaxLineWords; ++i) text += "w ";
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text + "\n");
  Arena arena;
  LinesAhead lines(sources, file, arena);
  ASSERT_TRUE(lines.next());
  EXPECT_TRUE(lines.line().words.empty());
}

}  // namespace
}  // namespace hapax::config
