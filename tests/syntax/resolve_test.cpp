#include <hapax/syntax/resolve.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapax::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One line, read with a few variables.
struct Resolved {
  explicit Resolved(std::string line, Version version = Version::v3_2) {
    const FileId file = sources.add("dir/t.cfg", std::move(line));
    document = parse_document(sources, file);
    environment.set("A", "one");
    environment.set("EMPTY", "");
    environment.set("LIST", "a b  c ");
    environment.set("BLANKS", "  ");
    environment.set("TABS", "\tp\tq");
    environment.set("QUOTES", "x\"y 'z\\ #");
    resolve(sources, document, document.lines()[0], environment, {"dir/t.cfg", 7, "www", version}, arena, words);
  }

  std::string source(std::size_t word) const { return std::string(sources.text(words[word].span)); }
  std::string source(std::size_t word, std::size_t first, std::size_t length) const {
    return std::string(sources.text(locate(words[word], first, length)));
  }

  SourceSet sources;
  Document document;
  Environment environment;
  Arena arena;
  std::vector<ResolvedWord> words;
};

std::vector<std::string> words_of(std::string line, Version version = Version::v3_2) {
  std::vector<std::string> texts;
  const Resolved resolved(std::move(line), version);
  for (const ResolvedWord& word : resolved.words) texts.emplace_back(word.text);
  return texts;
}

TEST(Resolve, TakesPlainWordsAsTheyAre) {
  EXPECT_THAT(words_of("  bind :80 # c\n"), ElementsAre("bind", ":80"));
  EXPECT_THAT(words_of(""
                       "\n"),
              IsEmpty());
}

TEST(Resolve, RemovesQuotesAndBackslashes) {
  EXPECT_THAT(words_of(R"(a'b c'd"e f" \ \#\\\"\' x)"), ElementsAre("ab cde f", " #\\\"'", "x"));
  EXPECT_THAT(words_of(R"("\ \#\\\"\'\$")"), ElementsAre(" #\\\"'$"));
  EXPECT_THAT(words_of(R"('\ \n\x41\')"), ElementsAre(R"(\ \n\x41\)"));
  EXPECT_THAT(words_of(R"(\n\t\r\x41\xfF "\n\t\r\x41")"), ElementsAre("\n\t\rA\xff", "\n\t\rA"));
}

TEST(Resolve, LeavesOtherBackslashes) {
  EXPECT_THAT(words_of(R"(\$A \a\, "\a" \)"), ElementsAre(R"(\$A)", R"(\a\,)", R"(\a)", R"(\)"));
}

TEST(Resolve, KeepsEmptyQuotedWords) {
  EXPECT_THAT(words_of(R"("" a '' b "")"), ElementsAre("", "a", "", "b", ""));
  EXPECT_THAT(words_of(R"(a ""#c)"), ElementsAre("a", ""));
}

TEST(Resolve, EndsAWordAtAnEscapedNul) { EXPECT_THAT(words_of(R"(a\x00b c \x00d)"), ElementsAre("a", "c", "")); }

TEST(Resolve, ReplacesVariablesInWeakQuotesOnly) {
  EXPECT_THAT(words_of(R"("$A" "${A}x$A"y $A ${A} '$A' "\$A" "\\$A")"),
              ElementsAre("one", "onexoney", "$A", "${A}", "$A", "$A", "\\one"));
  EXPECT_THAT(words_of(R"("$A-b" "$A""$A" "$A"'$A')"), ElementsAre("one-b", "oneone", "one$A"));
}

TEST(Resolve, DoesNotInterpretValues) { EXPECT_THAT(words_of(R"("$QUOTES")"), ElementsAre("x\"y 'z\\ #")); }

TEST(Resolve, TakesTheDefaultOfAnUndefinedVariable) {
  EXPECT_THAT(words_of(R"("${NONE-a b}" "${A-x}" "${EMPTY-x}" c)"), ElementsAre("a b", "one", "", "c"));
  EXPECT_THAT(words_of(R"("${NONE-"x"}" "${NONE-$A}" "${NONE-a\}b}")"), ElementsAre("\"x\"", "$A", "a\\b}"));
  EXPECT_THAT(words_of(R"(x"${NONE-}" y)"), ElementsAre("x", "y"));
}

TEST(Resolve, ExpandsAListIntoWords) {
  EXPECT_THAT(words_of(R"("${LIST}")"), ElementsAre("a b  c "));
  EXPECT_THAT(words_of(R"("${LIST[*]}")"), ElementsAre("a", "b", "c", ""));
  EXPECT_THAT(words_of(R"(x"${LIST[*]}"y)"), ElementsAre("xa", "b", "c", "y"));
  EXPECT_THAT(words_of(R"("${TABS[*]}")"), ElementsAre("", "p", "q"));
  EXPECT_THAT(words_of(R"(x"${BLANKS[*]}" y)"), ElementsAre("x", "", "y"));
  EXPECT_THAT(words_of(R"("${NONE[*]-a b}" c)"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(words_of(R"("${QUOTES[*]}")"), ElementsAre("x\"y", "'z\\", "#"));
}

TEST(Resolve, JoinsWordsAtAnUndefinedVariableIn3_0And3_2) {
  EXPECT_THAT(words_of(R"(x"$NONE" y z)"), ElementsAre("xy", "z"));
  EXPECT_THAT(words_of(R"("$NONE" "$NONE" y)"), ElementsAre("y"));
  EXPECT_THAT(words_of(R"(x"${NONE[*]}" y)"), ElementsAre("xy"));
  EXPECT_THAT(words_of(R"("$NONE"x y)"), ElementsAre("x", "y"));
  EXPECT_THAT(words_of(R"("$NONE " y)"), ElementsAre(" ", "y"));
  EXPECT_THAT(words_of(R"("$NONE""x" y)"), ElementsAre("x", "y"));
  EXPECT_THAT(words_of(R"(x"$EMPTY" y)"), ElementsAre("x", "y"));
}

TEST(Resolve, JoinsNothingBeforeAndAfter) {
  for (const Version version : {Version::v2_6, Version::v2_8, Version::v3_4}) {
    EXPECT_THAT(words_of(R"(x"$NONE" y)", version), ElementsAre("x", "y"));
    EXPECT_THAT(words_of(R"("$NONE" "$NONE" y)", version), ElementsAre("", "", "y"));
    EXPECT_THAT(words_of(R"("$A:$NONE" y)", version), ElementsAre("one:", "y"));
  }
}

TEST(Resolve, LeavesAnEmptyWordAtTheEnd) {
  EXPECT_THAT(words_of(R"(a "$NONE")"), ElementsAre("a", ""));
  EXPECT_THAT(words_of(R"(a "$NONE"  # c)"), ElementsAre("a", ""));
  EXPECT_THAT(words_of(R"(a "$EMPTY" )"), ElementsAre("a", ""));
}

TEST(Resolve, KnowsThePlace) {
  EXPECT_THAT(words_of(R"("$.FILE:${.LINE}" "${.SECTION}" "${.LINE-x}")"), ElementsAre("dir/t.cfg:7", "www", "7"));
}

TEST(Resolve, GivesTheWordsInFrontOfAnError) {
  EXPECT_THAT(words_of(R"(a "$A" b"c)"), ElementsAre("a", "one"));
  EXPECT_THAT(words_of(R"(a b\xg c)"), ElementsAre("a"));
  EXPECT_THAT(words_of(R"(a "${A" c)"), ElementsAre("a"));
}

TEST(Resolve, KnowsWhereAWordComesFrom) {
  const Resolved resolved(R"(a 'b c' x"${LIST[*]}"y "$NONE"  z)");
  EXPECT_EQ(resolved.source(0), "a");
  EXPECT_EQ(resolved.source(1), "'b c'");
  EXPECT_EQ(resolved.source(2), "x\"${LIST[*]}");
  EXPECT_EQ(resolved.source(3), "${LIST[*]}");
  EXPECT_EQ(resolved.source(5), "${LIST[*]}\"y");
  EXPECT_EQ(resolved.source(6), "\"$NONE\"  z");
}

TEST(Locate, FindsTheSourceOfAPartOfAWord) {
  const Resolved plain("abcdef");
  EXPECT_EQ(plain.source(0, 2, 3), "cde");
  const Resolved mixed(R"(ab'c d'\ "e$A"f)");  // abc d eonef
  EXPECT_EQ(mixed.words[0].text, "abc d eonef");
  EXPECT_EQ(mixed.source(0, 1, 1), "b");
  EXPECT_EQ(mixed.source(0, 2, 3), "c d");
  EXPECT_EQ(mixed.source(0, 5, 1), "\\ ");
  EXPECT_EQ(mixed.source(0, 6, 1), "e");
  EXPECT_EQ(mixed.source(0, 8, 1), "$A");
  EXPECT_EQ(mixed.source(0, 6, 3), "e$A");
  EXPECT_EQ(mixed.source(0, 4, 3), "d'\\ \"e");
  EXPECT_EQ(locate(mixed.words[0], 11, 0).offset, 15U);
  EXPECT_EQ(locate(mixed.words[0], 0, 0), (Span{0, 0, 0}));
}

TEST(Environment, ReadsAListOfEntries) {
  const char* const entries[] = {"A=1", "B", "C=x=y", "A=2", nullptr};
  const Environment environment = Environment::from(entries);
  EXPECT_EQ(environment.get("A"), "1");
  EXPECT_EQ(environment.get("B"), std::nullopt);
  EXPECT_EQ(environment.get("C"), "x=y");
}

TEST(Environment, ChangesWhileReading) {
  Environment environment;
  environment.set("A", "1");
  environment.set("A", "2");
  EXPECT_EQ(environment.get("A"), "2");
  environment.unset("A");
  environment.unset("A");
  EXPECT_EQ(environment.get("A"), std::nullopt);
}

}  // namespace
}  // namespace hapax::syntax
