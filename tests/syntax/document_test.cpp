#include <hapax/syntax/document.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapax::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Parsed {
  explicit Parsed(std::string text) {
    file = sources.add("t.cfg", std::move(text));
    document = parse_document(sources, file);
  }

  std::vector<std::string> words(std::size_t line) const {
    std::vector<std::string> texts;
    for (const Word& word : document.words(document.lines()[line])) {
      texts.emplace_back(sources.text(document.span(word)));
    }
    return texts;
  }

  std::string error_text(std::size_t line) const {
    return std::string(sources.text(document.error_span(document.lines()[line])));
  }

  SourceSet sources;
  FileId file = 0;
  Document document;
};

LineError error_of(const std::string& text) { return Parsed(text).document.lines()[0].error; }
std::string error_text_of(const std::string& text) { return Parsed(text).error_text(0); }

TEST(Document, CutsLinesAtBlanks) {
  const Parsed p("global\n  nbthread\t 2\v3\n");
  EXPECT_THAT(p.words(0), ElementsAre("global"));
  EXPECT_THAT(p.words(1), ElementsAre("nbthread", "2", "3"));
  EXPECT_EQ(p.document.lines().size(), 2U);
}

TEST(Document, CoversEveryByteByLines) {
  for (const std::string text : {"", "\n", "a", "a\n\n\nb c\r\n # d\r\n'", "a\rb\nc\r\r\n"}) {
    const Parsed p(text);
    EXPECT_EQ(print(p.sources, p.document), text);
    std::uint32_t at = 0;
    for (const Line& line : p.document.lines()) {
      EXPECT_EQ(line.offset, at);
      at += line.length;
    }
    EXPECT_EQ(at, text.size());
  }
}

TEST(Document, KnowsHowLinesEnd) {
  const Parsed p("a\nb\r\nc");
  EXPECT_EQ(p.document.lines()[0].end, LineEnd::lf);
  EXPECT_EQ(p.document.lines()[1].end, LineEnd::crlf);
  EXPECT_EQ(p.document.lines()[2].end, LineEnd::none);
  EXPECT_THAT(p.words(1), ElementsAre("b"));
  EXPECT_FALSE(p.document.lines()[1].ignored_tail);
}

TEST(Document, BeginsACommentAtEveryUnquotedHash) {
  const Parsed p("a b#c d\n#e\n'f # g' \"#\" \\# # h\n");
  EXPECT_THAT(p.words(0), ElementsAre("a", "b"));
  EXPECT_EQ(p.sources.text(p.document.comment_span(p.document.lines()[0])), "#c d");
  EXPECT_TRUE(p.document.lines()[1].blank());
  EXPECT_TRUE(p.document.lines()[1].has_comment());
  EXPECT_THAT(p.words(2), ElementsAre("'f # g'", "\"#\"", "\\#"));
  EXPECT_EQ(p.sources.text(p.document.comment_span(p.document.lines()[2])), "# h");
}

TEST(Document, KeepsQuotedBlanksInTheirWord) {
  const Parsed p(R"(a\ b 'c d'"e f"g "it's" 'say "x"' \"h i\")");
  EXPECT_THAT(p.words(0), ElementsAre("a\\ b", "'c d'\"e f\"g", "\"it's\"", "'say \"x\"'", "\\\"h", "i\\\""));
}

TEST(Document, TakesABackslashBeforeAnythingElseForItself) {
  const Parsed p("a\\\tb \\q\\\n'\\' c\n");
  EXPECT_THAT(p.words(0), ElementsAre("a\\", "b", "\\q\\"));
  EXPECT_THAT(p.words(1), ElementsAre("'\\'", "c"));
}

TEST(Document, FlagsWhatAWordContains) {
  const Parsed p("a 'b' \"c\" \\x41 \"$D\" e\x01 \"\\$F\" $G '$H'");
  std::vector<int> flags;
  for (const Word& word : p.document.words(p.document.lines()[0])) flags.push_back(word.flags);
  using namespace word_flag;
  EXPECT_THAT(flags, ElementsAre(0, kStrongQuote, kWeakQuote, kEscape, kWeakQuote | kVariable, kControl,
                                 kWeakQuote | kEscape, 0, kStrongQuote));
  EXPECT_TRUE(p.document.lines()[0].has_variable);
  EXPECT_FALSE(p.document.lines()[0].all_plain);
}

TEST(Document, TakesBytesThatAreNotUtf8AsTheyCome) {
  const Parsed p(
      "\xff\xfe a\xa0"
      "b\n");
  EXPECT_THAT(p.words(0), ElementsAre("\xff\xfe",
                                      "a\xa0"
                                      "b"));
}

TEST(Document, NoticesAByteOrderMark) {
  EXPECT_TRUE(Parsed("\xef\xbb\xbfglobal\n").document.has_byte_order_mark());
  EXPECT_FALSE(Parsed("global\n").document.has_byte_order_mark());
}

TEST(Document, LooksAtNothingBehindACarriageReturn) {
  const Parsed p("a\rb # c\nd\n");
  EXPECT_THAT(p.words(0), ElementsAre("a"));
  EXPECT_TRUE(p.document.lines()[0].ignored_tail);
  EXPECT_FALSE(p.document.lines()[0].has_comment());
  EXPECT_THAT(p.words(1), ElementsAre("d"));
}

TEST(Document, GoesOnBehindABadLine) {
  const Parsed p("a \"b c\nd e\n");
  EXPECT_THAT(p.words(0), ElementsAre("a"));
  EXPECT_EQ(p.document.lines()[0].error, LineError::unterminated_weak_quote);
  EXPECT_EQ(p.error_text(0), "\"b c");
  EXPECT_EQ(p.document.lines()[1].error, LineError::none);
  EXPECT_THAT(p.words(1), ElementsAre("d", "e"));
}

TEST(Document, SaysWhereAQuoteIsNotClosed) {
  EXPECT_EQ(error_of("a'b\n"), LineError::unterminated_strong_quote);
  EXPECT_EQ(error_text_of("a 'b'c'd e\r\n"), "'d e");
  EXPECT_EQ(error_of("\"a\\\""), LineError::unterminated_weak_quote);
  EXPECT_EQ(error_of("\"a\r\"\n"), LineError::unterminated_weak_quote);
  EXPECT_EQ(error_of("\"a\\\\\""), LineError::none);
  EXPECT_EQ(error_of("# it's\n"), LineError::none);
}

TEST(Document, SaysWhereAHexEscapeIsWrong) {
  EXPECT_EQ(error_of("a\\x4g"), LineError::bad_hex_escape);
  EXPECT_EQ(error_text_of("a\\x4g"), "\\x4");
  EXPECT_EQ(error_of("\"\\x\""), LineError::bad_hex_escape);
  EXPECT_EQ(error_of("'\\x'"), LineError::none);
  EXPECT_EQ(error_of("\\X41"), LineError::none);
}

TEST(Document, SaysWhereAVariableIsWrong) {
  for (const char* text : {R"("$")", R"("$ x")", R"("$1A")", R"("$$A")", R"("$.NONE")", R"("$.LINEx")"}) {
    EXPECT_EQ(error_of(text), LineError::bad_variable_name) << text;
    EXPECT_EQ(error_text_of(text), "$") << text;
  }
  for (const char* text : {R"("${}")", R"("${")", R"("${1A}")", R"("${.}")", R"("${.NONE-x}")"}) {
    EXPECT_EQ(error_of(text), LineError::bad_variable_name) << text;
    EXPECT_EQ(error_text_of(text), "${") << text;
  }
  for (const char* text : {R"("${A B}")", R"("${A.B}")", R"("${A+x}")", R"("${A:-x}")"}) {
    EXPECT_EQ(error_of(text), LineError::unterminated_variable) << text;
    EXPECT_EQ(error_text_of(text), "${A") << text;
  }
  EXPECT_EQ(error_text_of(R"("${A[*]x}")"), "${A[*]");
  EXPECT_EQ(error_text_of(R"("${A-x" y)"), R"(${A-x" y)");
  EXPECT_EQ(error_of(R"("${A[*}")"), LineError::bad_word_expansion);
  EXPECT_EQ(error_text_of(R"("${A[1]}")"), "[");
}

TEST(Document, AcceptsVariablesOnlyInWeakQuotes) {
  for (const char* text : {R"("$A")", R"("${A}")", R"("${A-}")", R"("${A-"x"}")", R"("${A[*]}")", R"("${A[*]-a b}")",
                           R"("$.FILE.x")", R"("${.LINE}")", R"("${.SECTION-x}")", R"($ ${ '$' "\$")"}) {
    EXPECT_EQ(error_of(text), LineError::none) << text;
  }
}

TEST(Document, SaysWhereANulIs) {
  const Parsed p(std::string("a 'b\0c\nd\n", 9));
  EXPECT_EQ(p.document.lines()[0].error, LineError::nul_character);
  EXPECT_EQ(p.document.error_span(p.document.lines()[0]), (Span{0, 4, 1}));
  EXPECT_THAT(p.words(0), ElementsAre("a"));
  EXPECT_THAT(p.words(1), ElementsAre("d"));
  EXPECT_EQ(error_of(std::string("# \0\n", 4)), LineError::nul_character);
}

TEST(Document, MeasuresIndentAndContent) {
  const Parsed p(" \t a b # c \r\n   \n");
  EXPECT_EQ(p.document.lines()[0].indent, 3U);
  EXPECT_EQ(p.sources.text(p.document.content_span(p.document.lines()[0])), "a b # c ");
  EXPECT_THAT(p.sources.text(p.document.content_span(p.document.lines()[1])), IsEmpty());
}

TEST(Document, KeepsABoundedNumberOfWordsPerLine) {
  std::string text;
  for (std::size_t i = 0; i < kKeptLineWords + 1; ++i) text += "w ";
  const Parsed p(text + "\"\nnext\n");
  EXPECT_EQ(p.words(0).size(), kKeptLineWords);
  EXPECT_TRUE(p.document.lines()[0].more_words);
  EXPECT_EQ(p.document.lines()[0].error, LineError::unterminated_weak_quote);
  EXPECT_THAT(p.words(1), ElementsAre("next"));
}

}  // namespace
}  // namespace hapax::syntax
