#include <hapax/syntax/log_format.hpp>

#include <gtest/gtest.h>

#include <string>

namespace hapax::syntax {
namespace {

/// The items, one in brackets each: (name:type){flags} and then 'text', alias or [expression].
std::string shape(std::string_view text, Version version = Version::v3_2) {
  Arena arena;
  const auto format = parse_log_format(text, version, arena);
  if (!format) return "error";
  std::string result;
  for (const FormatItem& item : format->items) {
    result += '<';
    if (!item.name.empty() || item.type != ItemType::none) {
      result += '(' + std::string(item.name) + ':' + std::to_string(static_cast<int>(item.type)) + ')';
    }
    if (item.flags_offset != 0) result += '{' + std::string(item.flags) + '}';
    const char* const quote = item.kind == FormatItem::Kind::text ? "'" : "";
    if (item.kind == FormatItem::Kind::expression)
      result += std::to_string(format->expressions[item.expression].calls.size());
    result += quote + std::string(item.text) + quote + '>';
  }
  return result;
}

ParseError error(std::string_view text, Version version = Version::v3_2) {
  Arena arena;
  const auto format = parse_log_format(text, version, arena);
  EXPECT_FALSE(format) << text;
  return format ? ParseError{} : format.error();
}

TEST(LogFormat, IsMadeOfTextAndAliases) {
  EXPECT_EQ(shape(""), "");
  EXPECT_EQ(shape("a b"), "<'a b'>");
  EXPECT_EQ(shape("%ci:%cp [%tr]"), "<ci><':'><cp><' ['><tr><']'>");
  EXPECT_EQ(shape("%ci_%B"), "<ci><'_'><B>");
}

TEST(LogFormat, PrintsAPercentSign) {
  EXPECT_EQ(shape("100%%ci"), "<'100'><'%'><'ci'>");
  EXPECT_EQ(shape("%%%ci"), "<'%'><ci>");
}

TEST(LogFormat, DropsAPercentSignBeforeOtherCharacters) {
  EXPECT_EQ(shape("%-x"), "<'-'><'x'>");
  EXPECT_EQ(shape("%_%.%\"%}%)%]"), "<'_'><'.'><'\"'><'}'><')'><']'>");
}

TEST(LogFormat, HoldsExpressions) {
  EXPECT_EQ(shape("%[path]"), "<1path>");
  EXPECT_EQ(shape("a%[path,lower]b"), "<'a'><2path,lower><'b'>");
  EXPECT_EQ(shape("%[path,map(]x)]]"), "<2path,map(]x)><']'>");
}

TEST(LogFormat, TakesFlags) {
  EXPECT_EQ(shape("%{+Q}ci"), "<{+Q}ci>");
  EXPECT_EQ(shape("%{+Q,-E}[src]"), "<{+Q,-E}1src>");
  EXPECT_EQ(shape("%{}o"), "<{}o>");
  EXPECT_EQ(shape("%{a[b}1x"), "<{a[b}1x>");
}

TEST(LogFormat, TakesNamesSince3_0) {
  EXPECT_EQ(shape("%(n)ci"), "<(n:0)ci>");
  EXPECT_EQ(shape("%(a-b_1:sint){+Q}[src]"), "<(a-b_1:2){+Q}1src>");
  EXPECT_EQ(shape("%(:str)ci"), "<(:1)ci>");
  EXPECT_EQ(shape("%()ci"), "<ci>");
  EXPECT_EQ(shape("%(n:bool)ci%(n:raw)ci"), "<(n:3)ci><(n:4)ci>");
  EXPECT_EQ(shape("%(n)%ci"), "<'%'><'ci'>");
  EXPECT_EQ(shape("%(n)(m)x"), "<'('><'m)x'>");
  EXPECT_EQ(shape("%(n)ci", Version::v2_6), "<'('><'n)ci'>");
}

TEST(LogFormat, SaysWhatIsMissing) {
  EXPECT_EQ(error("a%"), (ParseError{Problem::missing_item, 1, 1}));
  EXPECT_EQ(error("% a"), (ParseError{Problem::missing_item, 0, 1}));
  EXPECT_EQ(error("100%1"), (ParseError{Problem::missing_item, 3, 1}));
  EXPECT_EQ(error("%{+Q}"), (ParseError{Problem::missing_item, 0, 5}));
  EXPECT_EQ(error("%{+Q}%ci"), (ParseError{Problem::missing_item, 0, 5}));
  EXPECT_EQ(error("%{+Q}(n)ci"), (ParseError{Problem::missing_item, 0, 5}));
  EXPECT_EQ(error("%(n)"), (ParseError{Problem::missing_item, 0, 4}));
  EXPECT_EQ(error("%(n) x"), (ParseError{Problem::missing_item, 0, 4}));
  EXPECT_EQ(error("a%{+Q"), (ParseError{Problem::missing_brace, 2, 1}));
}

TEST(LogFormat, SaysWhatIsWrongWithAName) {
  EXPECT_EQ(error("%(n"), (ParseError{Problem::bad_item_name, 1, 1}));
  EXPECT_EQ(error("%(n m)ci"), (ParseError{Problem::bad_item_name, 3, 1}));
  EXPECT_EQ(error("%(n:int)ci"), (ParseError{Problem::bad_item_type, 4, 3}));
  EXPECT_EQ(error("%(n:STR)ci"), (ParseError{Problem::bad_item_type, 4, 3}));
  EXPECT_EQ(error("%(n:)ci"), (ParseError{Problem::bad_item_type, 4, 0}));
  EXPECT_EQ(error("%(n:strx)ci"), (ParseError{Problem::bad_item_type, 4, 4}));
}

TEST(LogFormat, SaysWhatIsWrongWithAnExpression) {
  EXPECT_EQ(error("%[src"), (ParseError{Problem::missing_bracket, 1, 1}));
  EXPECT_EQ(error("%["), (ParseError{Problem::missing_bracket, 2, 0}));
  EXPECT_EQ(error("%[src x]"), (ParseError{Problem::missing_bracket, 5, 1}));
  EXPECT_EQ(error("%[]"), (ParseError{Problem::missing_name, 2, 1}));
  EXPECT_EQ(error("%[path,]"), (ParseError{Problem::missing_name, 7, 1}));
  EXPECT_EQ(error("a %[map(x]"), (ParseError{Problem::missing_parenthesis, 7, 1}));
}

TEST(FormatFlags, HaveSigns) {
  const auto flags = parse_format_flags("+Q, -E,X,+json");
  ASSERT_EQ(flags.size(), 4U);
  EXPECT_EQ(flags[0].sign, '+');
  EXPECT_EQ(flags[0].name, "Q");
  EXPECT_EQ(flags[1].sign, '-');
  EXPECT_EQ(flags[1].name, "E");
  EXPECT_EQ(flags[2].sign, 0);
  EXPECT_EQ(flags[2].name, "X");
  EXPECT_EQ(flags[3].name, "json");
}

TEST(FormatFlags, CountTheLastSignOnly) {
  const auto flags = parse_format_flags("+Q+X");
  ASSERT_EQ(flags.size(), 1U);
  EXPECT_EQ(flags[0].name, "X");
}

}  // namespace
}  // namespace hapax::syntax
