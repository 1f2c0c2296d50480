// What was found lately for a line is what would be found anew.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "config/keywords/lookup.hpp"

namespace hapax::config {
namespace {

std::vector<Word> cut(std::string_view name) {
  std::vector<Word> words;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find(' ', begin), name.size());
    words.push_back({syntax::WordText(name.substr(begin, end - begin)), {}});
    begin = end + 1;
  }
  return words;
}

void expect_the_same(RecentDirectives& recent, std::span<const Word> words, SectionKind section) {
  const DirectiveMatch expected = match_directive(words, section, kDefaultTarget);
  const DirectiveMatch found = recent.match(words, section, kDefaultTarget);
  EXPECT_EQ(found.row, expected.row) << words[0].text.view();
  EXPECT_EQ(found.words, expected.words) << words[0].text.view();
  EXPECT_EQ(found.first_word_known, expected.first_word_known) << words[0].text.view();
  if (expected.row == nullptr) {
    EXPECT_EQ(found.other_section, expected.other_section) << words[0].text.view();
  }
}

// Each name alone, with words behind it, and with its last word missing, in one section after the other.
TEST(RecentDirectives, AreThoseThatLinesBeginWith) {
  RecentDirectives recent;
  for (const SectionKind section : {SectionKind::frontend, SectionKind::backend, SectionKind::global}) {
    for (const Keyword& row : keywords(KeywordClass::directive)) {
      std::vector<Word> words = cut(row.name);
      for (int again = 0; again < 2; ++again) {
        expect_the_same(recent, words, section);
        words.push_back({syntax::WordText("x"), {}});
        expect_the_same(recent, words, section);
        words.push_back({syntax::WordText("y"), {}});
        expect_the_same(recent, words, section);
        words.resize(words.size() - 3 + (words.size() == 3 ? 1 : 0));
        expect_the_same(recent, words, section);
        words = cut(row.name);
      }
    }
  }
}

}  // namespace
}  // namespace hapax::config
