// Files of error pages: whole replies, which must be there.
#include <string>

#include <gtest/gtest.h>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

std::string listen(const std::string& lines) {
  TextFiles files;
  files.texts["good.http"] = "HTTP/1.0 503 Service Unavailable\r\n\r\n";
  files.texts["plain.txt"] = "sorry\n";
  return check_text(kListen + lines, Version::v3_2, {}, &files);
}

TEST(Pages, OfAnErrorfileLineAreWholeReplies) {
  EXPECT_EQ(listen(" errorfile 503 good.http\n"), "");
  EXPECT_EQ(listen(" errorfile 503 none.http\n"), "missing-file:7");
  EXPECT_EQ(listen(" errorfile 503 plain.txt\n"), "malformed-error-page:7");
}

TEST(Pages, OfARuleAreWholeReplies) {
  for (const char* const rule : {" http-request return", " http-request deny", " http-response deny deny_status 502",
                                 " http-error status 503"}) {
    const std::string line = std::string(rule) + " errorfile ";
    EXPECT_EQ(listen(line + "good.http\n"), "") << rule;
    EXPECT_EQ(listen(line + "none.http\n"), "missing-file:7") << rule;
    EXPECT_EQ(listen(line + "plain.txt\n"), "malformed-error-page:7") << rule;
  }
}

}  // namespace
}  // namespace hapax::config
