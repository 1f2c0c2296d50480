#include "config/stretches.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace hapax::config {
namespace {

std::vector<Stretch> cut(std::string_view text, std::size_t threads = 2) {
  SourceSet sources;
  return cut_into_stretches(sources, sources.add("haproxy.cfg", std::string(text)), threads);
}

// The lines that begin the stretches behind the first one.
std::string beginnings(std::string_view text) {
  std::string lines;
  const std::vector<Stretch> stretches = cut(text);
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    const std::string_view rest = text.substr(stretches[i].begin);
    lines += (lines.empty() ? "" : ", ") + std::string(rest.substr(0, rest.find_first_of("\r\n")));
  }
  return lines;
}

TEST(Stretches, BeginWithTheProxiesAtTheEnd) {
  EXPECT_EQ(beginnings("global\ndefaults\nfrontend f\n mode http\n  listen l\n\tbackend b\n"),
            "frontend f,   listen l, \tbackend b");
  EXPECT_EQ(beginnings("frontend f\nbackend b\ndefaults\nbackend c\nbackend d"), "backend c, backend d");
  EXPECT_EQ(beginnings("backend b\r\nbackend c\r\n"), "backend b, backend c");
}

TEST(Stretches, AreTheWholeTextWhereNothingIsCut) {
  for (const std::string_view text :
       {"", "global\n", "backend b\n mode http\n", "backend a\nbackend b\nglobal\n", "backend a\nbackend b\n.if 1\n"}) {
    const std::vector<Stretch> stretches = cut(text);
    ASSERT_EQ(stretches.size(), 1U) << text;
    EXPECT_EQ(stretches[0].begin, 0U);
    EXPECT_EQ(stretches[0].end, text.size());
  }
  EXPECT_EQ(cut("backend a\nbackend b\n", 1).size(), 1U);
}

// A line whose first word is not what it seems, or that opens a section only perhaps.
TEST(Stretches, BeginBelowLinesThatAreNotSimple) {
  for (const std::string line : {"\"backend\" x", "back\\end", "b\"ackend\" x", "g'lobal'", "'global'", ".endif",
                                 "backend \"x\"", "listen a\rb", "no listen x", "default  defaults", "no 'x'"}) {
    EXPECT_EQ(beginnings("backend a\nbackend b\n" + line + "\nbackend c\nbackend d\n"), "backend c, backend d") << line;
  }
  EXPECT_EQ(beginnings("backend a # it's\nbackend b\nbackend c\n"), "backend b, backend c");
  EXPECT_EQ(beginnings("backend a\n acl x path 'a b'\nbackend b\n"), "backend a, backend b");
}

// Of a word that cannot become the name of a section its end does not matter, nor that it is short.
TEST(Stretches, AreNotCutByOtherWords) {
  for (const std::string line : {"acls\"x\" y", "use_backend b", "http-request deny", "no", "x", "#", "mode",
                                 "no option redispatch", "default option redispatch", "no  "}) {
    EXPECT_EQ(beginnings("backend a\nbackend b\n" + line), "backend a, backend b") << line;
  }
}

TEST(Stretches, CoverTheTextAndCountItsLinesAndSections) {
  std::string text = "defaults\n";
  for (int i = 0; i < 1000; ++i) text += "backend b\n mode http\n";
  const std::vector<Stretch> stretches = cut(text);
  ASSERT_GT(stretches.size(), 2U);
  std::uint32_t at = 0;
  std::uint32_t lines = 0;
  std::uint32_t sections = 0;
  for (const Stretch& stretch : stretches) {
    EXPECT_EQ(stretch.begin, at);
    EXPECT_EQ(stretch.lines_above, lines);
    at = stretch.end;
    lines = static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + at, '\n'));
    sections += stretch.sections;
  }
  EXPECT_EQ(at, text.size());
  EXPECT_EQ(sections, 1000U);
}

}  // namespace
}  // namespace hapax::config
