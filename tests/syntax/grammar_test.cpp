// Every grammar is free of loops that make no progress and of left recursion.

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/address.hpp"
#include "grammar/condition.hpp"
#include "grammar/expression.hpp"
#include "grammar/line.hpp"
#include "grammar/log_format.hpp"
#include "grammar/predicate.hpp"
#include "grammar/value.hpp"

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
  expect_progress<condition::begin, condition::word, condition::close_brace, condition::flag>();
}
TEST(Grammar, OfLogFormatsMakesProgress) {
  expect_progress<log_format::text, log_format::named, log_format::flagged, log_format::behind_flags,
                  log_format::behind_percent, log_format::flag_list>();
}
TEST(Grammar, OfPredicatesMakesProgress) { expect_progress<predicate::condition>(); }

}  // namespace
}  // namespace hapax::grammar
