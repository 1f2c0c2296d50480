#include <hapax/syntax/word_text.hpp>

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace hapax::syntax {
namespace {

TEST(WordText, ReadsAsTheTextThatItWasMadeFrom) {
  const std::string_view source = "use_backend images";
  const WordText text(source);
  EXPECT_EQ(text, source);
  EXPECT_EQ(text.data(), source.data());
  EXPECT_EQ(text.size(), source.size());
  EXPECT_EQ(text.front(), 'u');
  EXPECT_EQ(text.back(), 's');
  EXPECT_EQ(text[3], '_');
  EXPECT_EQ(text.substr(12), "images");
  EXPECT_EQ(text.find(' '), 11U);
  EXPECT_EQ(text.rfind('s'), 17U);
  EXPECT_EQ(text.find_first_of(" _"), 3U);
  EXPECT_EQ(text.find_first_not_of("use_"), 4U);
  EXPECT_TRUE(text.starts_with("use_"));
  EXPECT_TRUE(text.ends_with('s'));
  EXPECT_EQ(std::string(text.begin(), text.end()), source);
}

TEST(WordText, IsEmptyUntilItIsGivenAText) {
  EXPECT_TRUE(WordText().empty());
  EXPECT_EQ(WordText(), std::string_view());
  EXPECT_FALSE(WordText().marked());
}

TEST(WordText, TheMarkIsNoPartOfTheText) {
  const WordText marked("server", true);
  EXPECT_TRUE(marked.marked());
  EXPECT_EQ(marked, "server");
  EXPECT_EQ(marked.size(), 6U);
  EXPECT_EQ(marked, WordText("server"));
}

}  // namespace
}  // namespace hapax::syntax
