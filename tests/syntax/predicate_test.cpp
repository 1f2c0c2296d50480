#include <hapax/syntax/predicate.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hapax::syntax {
namespace {

class PredicateTest : public testing::Test {
 protected:
  /// Evaluates with a stack; a call is true when it is named "yes".
  bool value(std::string_view text) {
    const auto predicate = parse_predicate(text, arena);
    EXPECT_TRUE(predicate) << text;
    std::vector<bool> stack{false};
    if (!predicate) return false;
    for (const PredicateNode& node : predicate->nodes) {
      using Kind = PredicateNode::Kind;
      const bool top = stack.back();
      if (node.kind == Kind::number) stack.push_back(node.nonzero);
      if (node.kind == Kind::predicate) stack.push_back(predicate->calls[node.call].name == "yes");
      if (node.kind == Kind::negate) stack.back() = !top;
      if (node.kind == Kind::both || node.kind == Kind::either) {
        stack.pop_back();
        stack.back() = node.kind == Kind::both ? stack.back() && top : stack.back() || top;
      }
    }
    EXPECT_LE(stack.size(), 2U);
    return stack.back();
  }

  ParseError error(std::string_view text) {
    const auto predicate = parse_predicate(text, arena);
    EXPECT_FALSE(predicate) << text;
    return predicate ? ParseError{} : predicate.error();
  }

  Arena arena;
};

std::string repeat(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST_F(PredicateTest, IsFalseWhenEmpty) {
  EXPECT_FALSE(value(""));
  EXPECT_EQ(error("  "), (ParseError{Problem::missing_operand, 2, 0}));
}

TEST_F(PredicateTest, TakesNumbers) {
  for (const char* text : {"1", "-1", "+1", "5", "99999999999999999999", "0x0a", " 1 "})
    EXPECT_TRUE(value(text)) << text;
  for (const char* text : {"0", "00", "0x0", "-0"}) EXPECT_FALSE(value(text)) << text;
}

TEST_F(PredicateTest, CombinesByPrecedence) {
  EXPECT_TRUE(value("1 || 0 && 0"));
  EXPECT_TRUE(value("0&&0||1"));
  EXPECT_FALSE(value("(1||0)&&0"));
  EXPECT_TRUE(value("!0 && !(0||0)"));
  EXPECT_TRUE(value("!! 1"));
  EXPECT_FALSE(value("! (1)"));
  EXPECT_TRUE(value("yes() && !no(a) || 0"));
}

TEST_F(PredicateTest, IsTheSameAsCForEverySmallCondition) {
  for (int bits = 0; bits < 8; ++bits) {
    const bool a = (bits & 1) != 0;
    const bool b = (bits & 2) != 0;
    const bool c = (bits & 4) != 0;
    const auto digit = [](bool bit) { return std::string(bit ? "1" : "0"); };
    EXPECT_EQ(value(digit(a) + "&&" + digit(b) + "||" + digit(c)), (a && b) || c);
    EXPECT_EQ(value(digit(a) + "||" + digit(b) + "&&" + digit(c)), a || (b && c));
    EXPECT_EQ(value("(" + digit(a) + "||" + digit(b) + ") && !" + digit(c)), (a || b) && !c);
    EXPECT_EQ(value("!(" + digit(a) + "&&" + digit(b) + ")||" + digit(c)), !(a && b) || c);
  }
}

TEST_F(PredicateTest, HasCallsWithArguments) {
  const auto predicate = parse_predicate("streq(\"a b\", 1) && defined", arena);
  ASSERT_TRUE(predicate);
  ASSERT_EQ(predicate->calls.size(), 2U);
  EXPECT_EQ(predicate->calls[0].name, "streq");
  EXPECT_EQ(predicate->arguments_of(predicate->calls[0])[0].text, "a b");
  EXPECT_EQ(predicate->arguments_of(predicate->calls[0])[1].text, " 1");
  EXPECT_FALSE(predicate->calls[1].parentheses);
  EXPECT_EQ(predicate->calls[1].offset, 19U);
}

TEST_F(PredicateTest, TakesABareNameBeforeASpaceOnly) {
  EXPECT_TRUE(value("yes"));
  EXPECT_TRUE(value("( yes )&& yes ||0"));
  EXPECT_EQ(error("yes||1"), (ParseError{Problem::missing_operand, 0, 1}));
  EXPECT_EQ(error("1 && (yes)"), (ParseError{Problem::missing_operand, 6, 1}));
  EXPECT_EQ(error("yes (a)"), (ParseError{Problem::trailing_text, 4, 1}));
}

TEST_F(PredicateTest, SaysWhereAnOperandIsMissing) {
  EXPECT_EQ(error("1 &&"), (ParseError{Problem::missing_operand, 4, 0}));
  EXPECT_EQ(error("&& 1"), (ParseError{Problem::missing_operand, 0, 1}));
  EXPECT_EQ(error("1 || || 1"), (ParseError{Problem::missing_operand, 5, 1}));
  EXPECT_EQ(error("()"), (ParseError{Problem::missing_operand, 1, 1}));
  EXPECT_EQ(error("!"), (ParseError{Problem::missing_operand, 1, 0}));
  EXPECT_EQ(error("("), (ParseError{Problem::missing_operand, 1, 0}));
}

TEST_F(PredicateTest, SaysWhatDoesNotBelong) {
  EXPECT_EQ(error("1x"), (ParseError{Problem::trailing_text, 1, 1}));
  EXPECT_EQ(error("1 1"), (ParseError{Problem::trailing_text, 2, 1}));
  EXPECT_EQ(error("1 & 1"), (ParseError{Problem::trailing_text, 2, 1}));
  EXPECT_EQ(error("1)"), (ParseError{Problem::trailing_text, 1, 1}));
  EXPECT_EQ(error("defined(A) x"), (ParseError{Problem::trailing_text, 11, 1}));
  EXPECT_EQ(error("1.5"), (ParseError{Problem::trailing_text, 1, 1}));
  EXPECT_EQ(error("(1)(1)"), (ParseError{Problem::trailing_text, 3, 1}));
}

TEST_F(PredicateTest, SaysWhatIsNotClosed) {
  EXPECT_EQ(error("(1"), (ParseError{Problem::missing_parenthesis, 0, 1}));
  EXPECT_EQ(error("1 && ((0) "), (ParseError{Problem::missing_parenthesis, 5, 1}));
  EXPECT_EQ(error("defined(A"), (ParseError{Problem::missing_parenthesis, 7, 1}));
  EXPECT_EQ(error("defined('A)"), (ParseError{Problem::missing_quote, 8, 1}));
}

TEST_F(PredicateTest, HasALimitOfDepth) {
  EXPECT_TRUE(value(repeat("(", 340) + "1" + repeat(")", 340)));
  EXPECT_EQ(error(repeat("(", 341) + "1" + repeat(")", 341)).problem, Problem::too_deep);
  EXPECT_TRUE(value(repeat("0||", 1021) + "1"));
  EXPECT_EQ(error(repeat("0||", 1022) + "1"), (ParseError{Problem::too_deep, 3066, 1}));
  EXPECT_TRUE(value(repeat("1&&", 1021) + "1"));
  EXPECT_EQ(error(repeat("1&&", 1022) + "1").problem, Problem::too_deep);
  EXPECT_TRUE(value(repeat("0||", 100) + repeat("(", 307) + "1" + repeat(")", 307)));
  EXPECT_EQ(error(repeat("0||", 100) + repeat("(", 308) + "1" + repeat(")", 308)).problem, Problem::too_deep);
  EXPECT_TRUE(value(repeat("(", 100) + repeat("0||", 721) + "1" + repeat(")", 100)));
  EXPECT_EQ(error(repeat("(", 100) + repeat("0||", 722) + "1" + repeat(")", 100)).problem, Problem::too_deep);
  EXPECT_TRUE(value(repeat("1&&", 100) + "1||" + repeat("0||", 1020) + "1"));
  EXPECT_EQ(error(repeat("1&&", 100) + "1||" + repeat("0||", 1021) + "1").problem, Problem::too_deep);
  EXPECT_TRUE(value(repeat("(", 100) + "1" + repeat(")", 100) + repeat("||0", 1021)));
  EXPECT_TRUE(value(repeat("!", 100000) + "1"));
  EXPECT_EQ(error(repeat("(", 1000000)).problem, Problem::too_deep);
}

}  // namespace
}  // namespace hapax::syntax
