#include <hapax/syntax/condition.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace hapax::syntax {
namespace {

using testing::ElementsAre;

/// A line cut into words.
struct Words {
  explicit Words(std::string line) {
    const FileId file = sources.add("t.cfg", std::move(line));
    document = parse_document(sources, file);
    if (document.lines().empty()) return;
    resolve(sources, document, document.lines()[0], Environment{}, ReadingPlace{}, arena, words);
  }

  SourceSet sources;
  Document document;
  Arena arena;
  std::vector<ResolvedWord> words;
};

/// The condition as text: terms by ' ', alternatives by ' | ', anonymous ACLs in braces.
std::string shape(const std::string& line) {
  Words words(line);
  const auto condition = parse_condition(words.words, words.arena);
  if (!condition) return "error " + std::string(words.sources.text(locate(words.words, condition.error())));
  std::string text;
  for (const Alternative& alternative : condition->alternatives) {
    if (!text.empty()) text += "| ";
    for (const Term& term : condition->terms_of(alternative)) {
      if (term.negated) text += '!';
      text += std::string(words.sources.text(term.span)) + ' ';
    }
  }
  return text;
}

TEST(Condition, RequiresAllTerms) {
  EXPECT_EQ(shape("if a"), "a ");
  EXPECT_EQ(shape("unless a b !c"), "a b !c ");
}

TEST(Condition, KnowsItsKeyword) {
  EXPECT_TRUE(begins_condition("if"));
  EXPECT_TRUE(begins_condition("unless"));
  EXPECT_FALSE(begins_condition("IF"));
  EXPECT_FALSE(begins_condition("iff"));
  Words words("unless a");
  EXPECT_TRUE(parse_condition(words.words, words.arena)->unless);
  EXPECT_EQ(words.sources.text(parse_condition(words.words, words.arena)->keyword), "unless");
}

TEST(Condition, HasAlternatives) {
  EXPECT_EQ(shape("if a or b"), "a | b ");
  EXPECT_EQ(shape("if a || b c OR d"), "a | b c | d ");
  EXPECT_EQ(shape("if or a or || b or"), "a | b ");
}

TEST(Condition, CountsNegations) {
  EXPECT_EQ(shape("if ! a"), "!a ");
  EXPECT_EQ(shape("if !!a"), "a ");
  EXPECT_EQ(shape("if ! !a"), "a ");
  EXPECT_EQ(shape("if ! ! ! a b"), "!a b ");
  EXPECT_EQ(shape("if ! or a"), "a ");
  EXPECT_EQ(shape("if a !"), "a ");
}

TEST(Condition, MayBeEmpty) {
  EXPECT_EQ(shape("if"), "");
  EXPECT_EQ(shape("if or"), "");
  EXPECT_EQ(shape("if '' a"), "");
  EXPECT_EQ(shape("if a '' b"), "a ");
}

TEST(Condition, TakesAnonymousAcls) {
  EXPECT_EQ(shape("if { path /x }"), "{ path /x } ");
  EXPECT_EQ(shape("if a !{ path /x } or { src 192.0.2.1 } b"), "a !{ path /x } | { src 192.0.2.1 } b ");
  EXPECT_EQ(shape("if ! { path { } a"), "!{ path { } a ");
  Words words("if a { path -m beg /x }");
  const Term term = parse_condition(words.words, words.arena)->terms[1];
  EXPECT_TRUE(term.anonymous);
  EXPECT_EQ(term.first_word, 3U);
  EXPECT_EQ(term.word_count, 4U);
}

TEST(Condition, HoldsWhatAnonymousAclsTest) {
  Words words("if { path -m beg /x /y } { path( } a");
  const Condition condition = *parse_condition(words.words, words.arena);
  ASSERT_NE(condition.terms[0].acl, nullptr);
  EXPECT_EQ(condition.terms[0].acl->criterion.fetch().name, "path");
  EXPECT_EQ(condition.terms[0].acl->pattern_count, 2U);
  EXPECT_EQ(condition.terms[1].acl, nullptr);
  EXPECT_EQ(condition.terms[2].acl, nullptr);
}

TEST(Condition, NeedsTheClosingBrace) {
  EXPECT_EQ(shape("if a { path /x"), "error {");
  EXPECT_EQ(shape("if !{ path /x} b"), "error {");
  EXPECT_EQ(shape("if { path '' }"), "error {");
}

TEST(Condition, TakesEverythingElseForNames) {
  EXPECT_EQ(shape("if a and b && {path not (c) }"), "a and b && {path not (c) } ");
  EXPECT_EQ(shape("if a if 'b c'"), "a if b c ");
}

class AclTest : public testing::Test {
 protected:
  AclDefinition parse(const std::string& line) {
    words = std::make_unique<Words>(line);
    auto acl = parse_acl(words->words, words->arena);
    EXPECT_TRUE(acl) << line;
    return acl.value_or(AclDefinition{});
  }

  WordError error(const std::string& line) {
    words = std::make_unique<Words>(line);
    const auto acl = parse_acl(words->words, words->arena);
    EXPECT_FALSE(acl) << line;
    return acl ? WordError{} : acl.error();
  }

  std::vector<std::string> patterns(const std::string& line) {
    const AclDefinition acl = parse(line);
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < acl.pattern_count; ++i) texts.emplace_back(words->words[acl.first_pattern + i].text);
    return texts;
  }

  std::unique_ptr<Words> words;
};

TEST_F(AclTest, HasACriterionAndPatterns) {
  const AclDefinition acl = parse("hdr(host),lower www.example.org 'a b'");
  EXPECT_EQ(acl.criterion.fetch().name, "hdr");
  EXPECT_EQ(acl.criterion.converters()[0].name, "lower");
  EXPECT_EQ(acl.first_pattern, 1U);
  EXPECT_EQ(acl.pattern_count, 2U);
}

TEST_F(AclTest, MayHaveFlags) {
  using Kind = AclFlag::Kind;
  const AclDefinition acl = parse("path -i -n -m beg -f list -M -u 7 -- -x");
  std::vector<Kind> kinds;
  for (const AclFlag& flag : acl.flags) kinds.push_back(flag.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::ignore_case, Kind::no_dns, Kind::method, Kind::file, Kind::map, Kind::unique_id,
                                 Kind::end_of_flags));
  EXPECT_EQ(acl.flags[2].argument, "beg");
  EXPECT_EQ(acl.flags[3].argument, "list");
  EXPECT_EQ(acl.flags[5].argument, "7");
  EXPECT_EQ(parse("path -u").flags[0].argument, "");
  EXPECT_EQ(acl.pattern_count, 1U);
}

TEST_F(AclTest, TakesFlagsBeforeThePatternsOnly) {
  EXPECT_THAT(patterns("path a -i -f x"), ElementsAre("a", "-i", "-f", "x"));
  EXPECT_THAT(patterns("path -- -i"), ElementsAre("-i"));
  EXPECT_THAT(patterns("path and b || c"), ElementsAre("and", "b", "||", "c"));
  EXPECT_THAT(patterns("path lower"), ElementsAre("lower"));
  EXPECT_THAT(patterns("path a '' b"), ElementsAre("a"));
}

TEST_F(AclTest, SaysWhatIsWrong) {
  EXPECT_EQ(error("").error.problem, Problem::empty);
  EXPECT_EQ(error("hdr(host -i"), (WordError{0, {Problem::missing_parenthesis, 3, 1}}));
  EXPECT_EQ(error("! path"), (WordError{0, {Problem::missing_name, 0, 1}}));
  EXPECT_EQ(error("path -x a"), (WordError{1, {Problem::unknown_flag, 0, 2}}));
  EXPECT_EQ(error("path -im beg a"), (WordError{1, {Problem::unknown_flag, 0, 3}}));
  EXPECT_EQ(error("path -i -5"), (WordError{2, {Problem::unknown_flag, 0, 2}}));
  EXPECT_EQ(error("path -m"), (WordError{1, {Problem::missing_argument, 0, 2}}));
  EXPECT_EQ(error("path -u x a"), (WordError{2, {Problem::bad_integer, 0, 1}}));
}

}  // namespace
}  // namespace hapax::syntax
