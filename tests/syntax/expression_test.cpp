#include <hapax/syntax/expression.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapax::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExpressionTest : public testing::Test {
 protected:
  Expression parse(std::string_view text) {
    auto result = parse_expression(text, arena);
    EXPECT_TRUE(result) << text;
    return result.value_or(Expression{});
  }

  ParseError error(std::string_view text) {
    const auto result = parse_expression(text, arena);
    EXPECT_FALSE(result) << text;
    return result ? ParseError{} : result.error();
  }

  static std::vector<std::string> arguments(const Expression& expression, std::size_t call) {
    std::vector<std::string> texts;
    for (const Argument& argument : expression.arguments_of(expression.calls[call])) texts.emplace_back(argument.text);
    return texts;
  }

  std::vector<std::string> arguments(std::string_view text) { return arguments(parse(text), 0); }

  Arena arena;
};

TEST_F(ExpressionTest, IsAFetch) {
  const Expression e = parse("path");
  EXPECT_EQ(e.fetch().name, "path");
  EXPECT_FALSE(e.fetch().parentheses);
  EXPECT_THAT(e.converters(), IsEmpty());
  EXPECT_EQ(e.length, 4U);
}

TEST_F(ExpressionTest, IsAFetchWithConverters) {
  const Expression e = parse("req.hdr(host),lower,field(1,:)");
  ASSERT_EQ(e.calls.size(), 3U);
  EXPECT_EQ(e.fetch().name, "req.hdr");
  EXPECT_THAT(arguments(e, 0), ElementsAre("host"));
  EXPECT_EQ(e.calls[1].name, "lower");
  EXPECT_EQ(e.calls[1].offset, 14U);
  EXPECT_EQ(e.calls[2].name, "field");
  EXPECT_EQ(e.calls[2].offset, 20U);
  EXPECT_EQ(e.calls[2].length, 10U);
  EXPECT_THAT(arguments(e, 2), ElementsAre("1", ":"));
}

TEST_F(ExpressionTest, TakesSeveralCommasForOne) {
  EXPECT_EQ(parse("path,,lower").calls.size(), 2U);
  EXPECT_TRUE(parse("path,lower,").trailing_comma);
  EXPECT_EQ(parse("path,,").length, 4U);
}

TEST_F(ExpressionTest, CutsArgumentsAtCommas) {
  EXPECT_THAT(arguments("f(a,b c, d)"), ElementsAre("a", "b c", " d"));
  EXPECT_THAT(arguments("f()"), IsEmpty());
  EXPECT_THAT(arguments("f(,)"), ElementsAre("", ""));
  EXPECT_THAT(arguments("f(,x)"), ElementsAre("", "x"));
  EXPECT_THAT(arguments("f((a)"), ElementsAre("(a"));
  EXPECT_THAT(arguments("f(a]b)"), ElementsAre("a]b"));
}

TEST_F(ExpressionTest, ProtectsArgumentsByQuotes) {
  EXPECT_THAT(arguments(R"~(f("a,b)",'c,d)'))~"), ElementsAre("a,b)", "c,d)"));
  EXPECT_THAT(arguments(R"(f(a"b"'c'))"), ElementsAre("abc"));
  EXPECT_THAT(arguments(R"(f("",''))"), ElementsAre("", ""));
  EXPECT_THAT(arguments(R"(f('a\nb',"a\nb"))"), ElementsAre("a\\nb", "a\nb"));
  EXPECT_THAT(arguments(R"(f("a\"b","it's"))"), ElementsAre("a\"b", "it's"));
}

TEST_F(ExpressionTest, UnderstandsFewBackslashes) {
  EXPECT_THAT(arguments(R"(f(\\,\ ,\",\',\n\r\t))"), ElementsAre("\\", " ", "\"", "'", "\n\r\t"));
  EXPECT_THAT(arguments(R"(f(\x41\#\$\a))"), ElementsAre("\\x41\\#\\$\\a"));
  EXPECT_THAT(arguments(R"(f(a\,b))"), ElementsAre("a\\", "b"));
  EXPECT_THAT(arguments(R"(f(a\))"), ElementsAre("a\\"));
  EXPECT_THAT(arguments(R"~(f("a\)b"))~"), ElementsAre("a\\)b"));
}

TEST_F(ExpressionTest, SaysWhereArgumentsStand) {
  const Expression e = parse("f(a,'b c')");
  EXPECT_EQ(e.arguments[1].offset, 4U);
  EXPECT_EQ(e.arguments[1].length, 5U);
}

TEST_F(ExpressionTest, SaysWhatIsMissing) {
  EXPECT_EQ(error(""), (ParseError{Problem::empty, 0, 0}));
  EXPECT_EQ(error(",lower"), (ParseError{Problem::missing_name, 0, 1}));
  EXPECT_EQ(error(" path"), (ParseError{Problem::missing_name, 0, 1}));
  EXPECT_EQ(error("path, lower"), (ParseError{Problem::missing_name, 5, 1}));
  EXPECT_EQ(error("path lower"), (ParseError{Problem::missing_comma, 4, 1}));
  EXPECT_EQ(error("path,field(1,x)y"), (ParseError{Problem::missing_comma, 15, 1}));
  EXPECT_EQ(error("path)"), (ParseError{Problem::missing_comma, 4, 1}));
  EXPECT_EQ(error("path,field(1,x"), (ParseError{Problem::missing_parenthesis, 10, 1}));
  EXPECT_EQ(error("path("), (ParseError{Problem::missing_parenthesis, 4, 1}));
  EXPECT_EQ(error("f(\"a)"), (ParseError{Problem::missing_quote, 2, 1}));
  EXPECT_EQ(error("path,f(a,'b)"), (ParseError{Problem::missing_quote, 9, 1}));
}

TEST_F(ExpressionTest, MayBeTheBeginningOfAText) {
  EXPECT_EQ(parse_expression_prefix("path,lower] x", arena)->length, 10U);
  EXPECT_EQ(parse_expression_prefix("map(]x)]", arena)->length, 7U);
  EXPECT_EQ(parse_expression_prefix("path,]", arena).error(), (ParseError{Problem::missing_name, 5, 1}));
  EXPECT_EQ(parse_expression_prefix("path,", arena).error(), (ParseError{Problem::missing_name, 5, 0}));
  EXPECT_EQ(parse_expression_prefix("]", arena).error(), (ParseError{Problem::missing_name, 0, 1}));
  EXPECT_EQ(parse_expression_prefix("f(1]", arena).error(), (ParseError{Problem::missing_parenthesis, 1, 1}));
}

TEST_F(ExpressionTest, GoesOnInWordsThatBeginWithAConverter) {
  EXPECT_EQ(converter_name("lower"), "lower");
  EXPECT_EQ(converter_name("field(1,x),lower"), "field");
  EXPECT_EQ(converter_name(",lower"), "");
  EXPECT_EQ(converter_name(""), "");
}

// Texts of one place, of which there are more than places.
TEST_F(ExpressionTest, IsTheSameWhereItWasParsedLately) {
  RecentExpressions recent;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 200; ++i) {
      const std::string_view text = arena.copy("req.hdr(h" + std::to_string(i) + "),lower,field(1,:)");
      for (int again = 0; again < 2; ++again) {
        const auto made = recent.parse(text, arena);
        ASSERT_TRUE(made);
        EXPECT_EQ(made->calls.size(), 3U);
        EXPECT_EQ(made->length, text.size());
        EXPECT_THAT(arguments(*made, 0), ElementsAre("h" + std::to_string(i)));
        EXPECT_THAT(arguments(*made, 2), ElementsAre("1", ":"));
      }
    }
  }
}

// Whether it was a whole word before or stood in front of a bracket.
TEST_F(ExpressionTest, IsTheSameInFrontOfABracket) {
  for (const std::string_view text : {"src", "src,lower", "src,", "src,,lower", "f(a]b)", "f(\"]\")", "", ",", "f("}) {
    const std::string_view in_format = arena.copy(std::string(text) + "] x]");
    const auto whole = parse_expression(text, arena);
    const auto prefix = parse_expression_prefix(in_format, arena);
    for (const bool whole_first : {true, false}) {
      RecentExpressions recent;
      if (whole_first) (void)recent.parse(text, arena);
      for (int i = 0; i < 2; ++i) {
        const auto found = recent.parse_to_bracket(in_format, arena);
        ASSERT_EQ(found.has_value(), prefix.has_value()) << text;
        if (!found) continue;
        EXPECT_EQ(found->length, prefix->length) << text;
        EXPECT_EQ(found->calls.size(), prefix->calls.size()) << text;
      }
      const auto found = recent.parse(text, arena);
      ASSERT_EQ(found.has_value(), whole.has_value()) << text;
      EXPECT_TRUE(!found || found->trailing_comma == whole->trailing_comma) << text;
    }
  }
}

TEST_F(ExpressionTest, IsWrongEachTimeItIsAskedFor) {
  RecentExpressions recent;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(recent.parse("hdr(host", arena).error().problem, Problem::missing_parenthesis);
    EXPECT_EQ(recent.parse("", arena).error().problem, Problem::empty);
  }
}

}  // namespace
}  // namespace hapax::syntax
