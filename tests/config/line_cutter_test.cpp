#include "config/line_cutter.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include <hapax/syntax/line_stream.hpp>

namespace hapax::config {
namespace {

// The grammar says what each line is; the cutter either says the same or leaves the line to it.
void expect_lines_of_stream(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text);
  Arena arena;
  LineCutter lines(sources, file, arena, {0, static_cast<std::uint32_t>(text.size()), 0, 0});
  syntax::LineStream stream(sources, file);
  while (stream.next()) {
    ASSERT_TRUE(lines.next()) << text;
    const syntax::Line& expected = stream.line();
    EXPECT_EQ(lines.number(), stream.number());
    EXPECT_EQ(lines.offset(), expected.offset);
    if (lines.kind() == LineCutter::Kind::other) continue;
    EXPECT_EQ(expected.error, syntax::LineError::none) << text;
    EXPECT_TRUE(expected.all_plain) << text;
    EXPECT_EQ(lines.kind() == LineCutter::Kind::blank, expected.blank()) << text;
    const auto words = stream.document().words(expected);
    ASSERT_EQ(lines.words().size(), words.size()) << text;
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(lines.words()[i].span, stream.document().span(words[i])) << text;
      EXPECT_EQ(lines.words()[i].text, sources.text(stream.document().span(words[i]))) << text;
    }
  }
  EXPECT_FALSE(lines.next()) << text;
}

LineCutter::Kind kind_of(const std::string& text) {
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text);
  Arena arena;
  LineCutter lines(sources, file, arena, {0, static_cast<std::uint32_t>(text.size()), 0, 0});
  EXPECT_TRUE(lines.next());
  return lines.kind();
}

// Every text of up to four bytes of those that mean something.
TEST(LineCutter, AgreesWithTheGrammar) {
  const std::string bytes("a \t#\"\\\r\n\0\x01", 10);
  std::size_t count = 1;
  for (std::size_t length = 0; length <= 4; ++length, count *= bytes.size()) {
    for (std::size_t n = 0; n < count; ++n) {
      std::string text;
      for (std::size_t i = 0, rest = n; i < length; ++i, rest /= bytes.size()) text += bytes[rest % bytes.size()];
      expect_lines_of_stream(text);
    }
  }
}

// Words are cut some bytes at a time: each byte in each place of words that are shorter and longer than that.
TEST(LineCutter, AgreesWithTheGrammarOnEachByteOfLongWords) {
  constexpr std::size_t kLongest = 18;
  for (std::size_t length = 1; length <= kLongest; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, 'w');
        text[at] = static_cast<char>(byte);
        expect_lines_of_stream(text);
      }
    }
  }
}

TEST(LineCutter, CutsWhatMostLinesAre) {
  EXPECT_EQ(kind_of("  server s 192.0.2.1:80 # it's a note\n"), LineCutter::Kind::plain);
  EXPECT_EQ(kind_of("  server s 192.0.2.1:80\r\n"), LineCutter::Kind::plain);
  EXPECT_EQ(kind_of("mode http"), LineCutter::Kind::plain);
  EXPECT_EQ(kind_of("http-request set-header X-Address %[src,ipmask(24)]&x!y$z(\xC3\xA9) if !a\n"),
            LineCutter::Kind::plain);
  EXPECT_EQ(kind_of("  # note\n"), LineCutter::Kind::blank);
  EXPECT_EQ(kind_of("\r\n"), LineCutter::Kind::blank);
}

TEST(LineCutter, LeavesQuotesAndLinesWithTooManyWordsToOthers) {
  EXPECT_EQ(kind_of("acl a path 'x y'\n"), LineCutter::Kind::other);
  EXPECT_EQ(kind_of("acl a path x\\ y\n"), LineCutter::Kind::other);
  std::string words;
  for (std::size_t i = 0; i < syntax::kMaxLineWords; ++i) words += "w ";
  EXPECT_EQ(kind_of(words + "\n"), LineCutter::Kind::plain);
  EXPECT_EQ(kind_of(words + "w\n"), LineCutter::Kind::other);
}

TEST(LineCutter, StaysWithinItsStretch) {
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", "a\nb \"x\"\nc\n");
  Arena arena;
  LineCutter lines(sources, file, arena, {2, 8, 1, 0});
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.number(), 2U);
  EXPECT_EQ(lines.offset(), 2U);
  EXPECT_FALSE(lines.next());
}

}  // namespace
}  // namespace hapax::config
