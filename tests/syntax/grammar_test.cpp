// Every grammar is free of loops that make no progress and of left recursion.

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/line.hpp"

namespace hapax {
namespace {

TEST(Grammar, OfLinesMakesProgress) { EXPECT_EQ(tao::pegtl::analyze<grammar::line::line>(1), 0U); }

}  // namespace
}  // namespace hapax
