// The pages of `hapax keyword NAME`.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/keyword/list.hpp"
#include "cli/keyword/page.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string pages(std::string_view name) {
  std::string text;
  for (const config::Keyword* const row : keywords_named(name)) text += keyword_page(*row) + '\n';
  return text;
}

TEST(KeywordPage, SaysWhereAFetchCanBeUsed) {
  EXPECT_THAT(pages("src"), HasSubstr("usable in    tcp-request connection, tcp-request session"));
  EXPECT_THAT(pages("path"), HasSubstr("http-request, use_backend"));
  EXPECT_THAT(pages("path"), Not(HasSubstr("http-response")));
  EXPECT_THAT(pages("use_backend"), Not(HasSubstr("usable in"))) << "that is for fetches";
}

TEST(KeywordPage, TellsAChangeFromTheEnd) {
  EXPECT_THAT(pages("req.ver"), HasSubstr("2.6 or earlier, changed in 3.4"));
  EXPECT_THAT(pages("dispatch"), HasSubstr("removed in"));
}

TEST(KeywordPage, ShowsHowAWordIsWritten) {
  EXPECT_THAT(pages("errorfile"), HasSubstr("  form         errorfile <status> <file>\n"
                                            "  <status>     a whole number\n"
                                            "  <file>       a file\n"));
  EXPECT_THAT(pages("track-sc0"), HasSubstr("track-sc (action of a rule)"));
  EXPECT_THAT(pages("set-var(txn.x)"), HasSubstr("set-var (action of a rule)"));
  EXPECT_THAT(pages("server"), HasSubstr("form         server <name> <address> [<option>...]\n"));
  EXPECT_THAT(pages("use_backend"), HasSubstr("form         use_backend <backend> [{if|unless} <condition>]\n"));
  EXPECT_THAT(pages("inter"), HasSubstr("a time such as 500ms, 30s or 5m; without a unit milliseconds\n"));
  EXPECT_THAT(pages("nbthread"), HasSubstr("a whole number from 1 to "));
  EXPECT_THAT(pages("profiling.tasks"), HasSubstr("form         profiling.tasks {on|auto|off}\n  since 3.4"));
}

TEST(KeywordPage, ListsTheWordsBehindAKeyword) {
  EXPECT_THAT(pages("cookie"), HasSubstr("  parameters   attr <value>\n               domain <domain>\n"));
}

TEST(KeywordPage, KeepsItsLinesShort) {
  const std::string text = pages("be_conn");
  for (std::size_t from = 0, end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1)
    EXPECT_LE(end - from, 100U) << text.substr(from, end - from);
}

}  // namespace
}  // namespace hapax::cli
