// Files of error pages: whole replies, which must be there.
#include <string>
#include <string_view>

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

/// A listen section with lines below a global section with lines, and this page.
std::string with_page(const std::string& page, const std::string& lines, const std::string& global = "") {
  TextFiles files;
  files.texts["page"] = page;
  return check_text(global.empty() ? kListen + lines : "global\n" + global + kListen + lines, Version::v3_2, {},
                    &files);
}

std::string page_of(std::size_t body) { return "HTTP/1.0 503 Service Unavailable\r\n\r\n" + std::string(body, 'a'); }

TEST(Pages, SayWhatTheyAre) {
  EXPECT_EQ(with_page("HTTP/1.0 503 S\r\nContent-Length: 5\r\n\r\nsorry", " errorfile 503 page\n"), "");
  EXPECT_EQ(with_page("HTTP/1.0 503 S\r\nContent-Length: 5\r\n\r\nsorry\n", " errorfile 503 page\n"),
            "malformed-error-page:7");
  EXPECT_EQ(with_page("HTTP/1.0 503 S\r\nContent-Type: text/html\r\n", " http-request deny errorfile page\n"),
            "malformed-error-page:7");
}

// What fits into a buffer and what does not, to the byte, as HAProxy 2.6 to 3.2 say.
TEST(Pages, FitIntoABuffer) {
  for (const char* const lines : {" errorfile 503 page\n", " http-request return errorfile page\n"}) {
    EXPECT_EQ(with_page(page_of(16261), lines), "") << lines;
    EXPECT_EQ(with_page(page_of(16262), lines), "error-page-too-large:7") << lines;
    EXPECT_EQ(with_page(page_of(17000), lines), "error-page-too-large:7 error-page-too-large:7") << lines;
    EXPECT_EQ(with_page(page_of(19877), lines, " tune.bufsize 20000\n"), "") << lines;
    EXPECT_EQ(with_page(page_of(19878), lines, " tune.bufsize 20000\n"), "error-page-too-large:9") << lines;
    EXPECT_EQ(with_page(page_of(19893), lines, " tune.bufsize 20001\n"), "") << lines;
  }
  const std::string fields = "HTTP/1.0 503 Service Unavailable\r\nA: b\r\nCC:  d \r\n\r\n";
  EXPECT_EQ(with_page(fields + std::string(16240, 'a'), " errorfile 503 page\n"), "");
  EXPECT_EQ(with_page(fields + std::string(16241, 'a'), " errorfile 503 page\n"), "error-page-too-large:7");
  for (const char* const lines : {" http-request return status 503 content-type text/plain file page\n",
                                  " http-error status 503 content-type text/plain lf-file page\n"}) {
    // Of formats HAProxy does not know how long they get.
    const bool format = std::string_view(lines).find("lf-file") != std::string_view::npos;
    EXPECT_EQ(with_page(std::string(15360, 'a'), lines), "") << lines;
    EXPECT_EQ(with_page(std::string(16384, 'a'), lines), format ? "" : "reply-without-room:7") << lines;
    EXPECT_EQ(with_page(std::string(16385, 'a'), lines), "error-page-too-large:7") << lines;
  }
}

TEST(Bodies, OfEmptyFilesAreNone) {
  EXPECT_EQ(with_page("", " http-request return status 200 file page\n"), "");
  EXPECT_EQ(with_page("", " http-request return status 200 content-type a/b file page\n"), "reply-type-unused:7");
  EXPECT_EQ(with_page("", " http-request return status 200 lf-file page\n"), "reply-without-type:7");
  EXPECT_EQ(with_page("x", " http-request return status 200 file page\n"), "reply-without-type:7");
}

TEST(Pages, HaveAsManyHeadersAsARequest) {
  std::string page = "HTTP/1.0 503 S\r\n";
  for (int i = 0; i < 50; ++i) page += "A: b\r\n";
  page += "\r\n";
  EXPECT_EQ(with_page(page, " errorfile 503 page\n", " tune.http.maxhdr 51\n"), "");
  EXPECT_EQ(with_page(page, " errorfile 503 page\n", " tune.http.maxhdr 50\n"), "malformed-error-page:9");
}

TEST(CaseAdjustment, OfAFileChangesTheCaseOnly) {
  const auto found = [](const std::string& text) { return with_page(text, "", " h1-case-adjust-file page\n"); };
  EXPECT_EQ(found("# headers\n content-length Content-Length \r\n\nhost HOST # shout\n"), "");
  for (const char* const wrong : {"host\n", "host Hosts\n", "host Host HOST\n", "host Host\nhost HOST\n"})
    EXPECT_EQ(found(wrong), "case-adjustment:2") << wrong;
}

TEST(CaseAdjustment, OfAFolderIsNone) {
  TextFiles files;
  files.folders.insert("folder");
  const auto found = [&files](const std::string& name) {
    return check_text("global\n h1-case-adjust-file " + name + "\n" + kListen, Version::v3_2, {}, &files);
  };
  EXPECT_EQ(found("folder"), "");
  EXPECT_EQ(found("nosuch"), "missing-file:2");
}

TEST(Pages, OfHaproxyItselfNeedABuffer) {
  EXPECT_EQ(with_page("", "", " tune.bufsize 337\n"), "");
  EXPECT_EQ(with_page("", "", " tune.bufsize 336\n"), "buffer-too-small:2");
}

}  // namespace
}  // namespace hapax::config
