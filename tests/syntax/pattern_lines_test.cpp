#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/syntax/pattern_lines.hpp>

namespace hapax::syntax {
namespace {

using Line = std::tuple<std::uint32_t, std::string, std::string>;

std::vector<Line> lines(std::string_view text, PatternFile kind) {
  std::vector<Line> all;
  PatternLines reader(text, kind);
  while (const auto line = reader.next()) all.emplace_back(line->number, line->key, line->value);
  return all;
}

TEST(PatternLines, OfPatternsAreWholeLinesBehindBlanks) {
  EXPECT_EQ(lines("a b \n\n  \t\n # c\n#d\n\te\r\nf", PatternFile::patterns),
            (std::vector<Line>{{1, "a b ", ""}, {4, "# c", ""}, {6, "e", ""}, {7, "f", ""}}));
}

TEST(PatternLines, OfMapsAreAKeyAndAValueWithoutBlanksAround) {
  EXPECT_EQ(lines(" a \t b c \nd\ne \n #f g\n", PatternFile::map),
            (std::vector<Line>{{1, "a", "b c"}, {2, "d", ""}, {3, "e", ""}, {4, "#f", "g"}}));
}

TEST(PatternLines, EndAtANulAndAreCutWhereHAProxysBufferIsFull) {
  EXPECT_EQ(lines(std::string_view("a\0b\nc", 5), PatternFile::patterns),
            (std::vector<Line>{{1, "a", ""}, {2, "c", ""}}));
  const auto cut = lines("#" + std::string(16384, 'a') + "\nb", PatternFile::patterns);
  EXPECT_EQ(cut, (std::vector<Line>{{2, "aa", ""}, {3, "b", ""}}));
  EXPECT_TRUE(lines("", PatternFile::map).empty());
}

TEST(PatternSource, IsAFileThatMustOrMayBeThereOrNone) {
  using Kind = PatternSource::Kind;
  const auto expect = [](std::string_view name, Version version, Kind kind, std::string_view path) {
    const PatternSource source = parse_pattern_source(name, version);
    EXPECT_EQ(source.kind, kind) << name;
    EXPECT_EQ(source.path, path) << name;
  };
  expect("list", Version::v3_0, Kind::file, "list");
  expect("file@list", Version::v3_0, Kind::file, "list");
  expect("opt@list", Version::v3_2, Kind::maybe_file, "list");
  expect("virt@list", Version::v3_2, Kind::no_file, "virt@list");
  expect("opt@list", Version::v2_8, Kind::file, "opt@list");
}

}  // namespace
}  // namespace hapax::syntax
