// Every grammar is free of loops that make no progress and of left recursion.

#include <string>

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/address.hpp"
#include "grammar/condition.hpp"
#include "grammar/expression.hpp"
#include "grammar/line.hpp"
#include "grammar/log_format.hpp"
#include "grammar/predicate.hpp"
#include "grammar/reply.hpp"
#include "grammar/value.hpp"

// It is written out as a loop, and takes something or fails.
template <class Name>
struct tao::pegtl::analyze_traits<Name, hapax::grammar::line::plain> : tao::pegtl::analyze_any_traits<> {};

namespace hapax::grammar {
namespace {

template <class... Rules>
void expect_progress() {
  EXPECT_EQ((tao::pegtl::analyze<Rules>(1) + ...), 0U);
}

TEST(Grammar, OfLinesMakesProgress) { expect_progress<line::line>(); }
TEST(Grammar, OfValuesMakesProgress) {
  expect_progress<value::time, value::size, value::integer, value::leading_integer, value::percentage>();
}
TEST(Grammar, OfAddressesMakesProgress) {
  expect_progress<address::prefix, address::port, address::host_name, address::expandable>();
}
TEST(Grammar, OfExpressionsMakesProgress) { expect_progress<expression::chain>(); }
TEST(Grammar, OfConditionsMakesProgress) {
  expect_progress<condition::word, condition::close_brace, condition::flag>();
}
TEST(Grammar, OfLogFormatsMakesProgress) {
  expect_progress<log_format::text, log_format::named, log_format::flagged, log_format::behind_flags,
                  log_format::behind_percent, log_format::flag_list>();
}
TEST(Grammar, OfRepliesMakesProgress) {
  expect_progress<reply::empty_lines, reply::status_line, reply::field, reply::lengths>();
}
TEST(Grammar, OfPredicatesMakesProgress) { expect_progress<predicate::condition>(); }

// The loop of line::plain takes what the rule takes that it stands for.
struct PlainAsRule
    : tao::pegtl::plus<tao::pegtl::not_one<' ', '\t', '\v', '\f', '#', '"', '\'', '\\', '\0', '\r', '\n'>> {};

template <class Rule>
std::size_t taken(const std::string& text) {
  tao::pegtl::memory_input in(text, "");
  return tao::pegtl::parse<Rule>(in) ? in.byte() : std::string::npos;
}

TEST(Grammar, OfPlainTextIsTheSameWrittenOut) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    for (const std::string& text : {one, "ab" + one + "c", one + "a", std::string()}) {
      EXPECT_EQ(taken<line::plain>(text), taken<PlainAsRule>(text)) << "byte " << byte;
    }
  }
}

}  // namespace
}  // namespace hapax::grammar
