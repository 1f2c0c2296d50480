#include "runtime/http1/head.hpp"

#include <gmock/gmock.h>

#include <string>

namespace hapax::runtime::http1 {
namespace {

struct Parsed {
  HeadError error = HeadError::none;
  std::string memory;
  routing::Request request;
};

Parsed parse(std::string text) {
  Parsed parsed;
  parsed.memory = std::move(text);
  parsed.error = parse_request_head(parsed.memory, Limits{}, parsed.request);
  return parsed;
}

bool accepted(const std::string& text) { return parse(text).error == HeadError::none; }

TEST(FindHeadEnd, IsBehindTheEmptyLineWhateverTheLineEnds) {
  const std::pair<std::string, std::size_t> cases[] = {{"GET / HTTP/1.1\r\nA: b\r\n\r\nrest", 24},
                                                       {"GET / HTTP/1.1\nA: b\n\nrest", 21},
                                                       {"GET / HTTP/1.1\nA: b\n\r\nrest", 22}};
  for (const auto& [text, end] : cases) {
    std::size_t scanned = 0;
    EXPECT_EQ(find_head_end(text, scanned), end) << text;
  }
}

TEST(FindHeadEnd, FindsAnEndThatComesByteByByte) {
  const std::string text = "GET / HTTP/1.1\r\nA: b\r\n\r\n";
  std::size_t scanned = 0;
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(find_head_end(std::string_view(text).substr(0, length), scanned), 0U);
  }
  EXPECT_EQ(find_head_end(text, scanned), text.size());
}

TEST(RequestHead, GivesMethodTargetVersionAndFieldsInLowerCase) {
  const Parsed parsed = parse("POST /a?b=c HTTP/1.1\r\nHost: Example\r\nX-Two:\t two words \t\r\n\r\n");
  ASSERT_EQ(parsed.error, HeadError::none);
  EXPECT_EQ(parsed.request.method, "POST");
  EXPECT_EQ(parsed.request.target, "/a?b=c");
  ASSERT_EQ(parsed.request.headers.size(), 2U);
  EXPECT_EQ(parsed.request.headers[0].name, "host");
  EXPECT_EQ(parsed.request.headers[0].value, "Example");
  EXPECT_EQ(parsed.request.headers[1].name, "x-two");
  EXPECT_EQ(parsed.request.headers[1].value, "two words");
}

TEST(RequestHead, JoinsFoldedLinesByBlanks) {
  const Parsed parsed = parse("GET / HTTP/1.1\r\nA: one\r\n two\r\n\tthree\r\nB: x\r\n\r\n");
  ASSERT_EQ(parsed.error, HeadError::none);
  EXPECT_EQ(parsed.request.headers[0].value, "one   two  \tthree");
  EXPECT_EQ(parsed.request.headers[1].name, "b");
}

TEST(RequestHead, TakesAnyTokenAsMethodAndNewerVersionsAs11) {
  EXPECT_TRUE(accepted("FROB / HTTP/1.1\r\n\r\n"));
  const Parsed parsed = parse("GET / HTTP/1.9\r\n\r\n");
  ASSERT_EQ(parsed.error, HeadError::none);
  EXPECT_EQ(parsed.request.minor, 1);
}

TEST(RequestHead, RefusesWhatCouldBeReadInTwoWays) {
  for (const std::string text : {
           "GET /\r\n\r\n",                      // no version
           "GET / HTTP/1.1 \r\n\r\n",            // a blank behind it
           "GET / http/1.1\r\n\r\n",             //
           "GET / HTTP/1.10\r\n\r\n",            //
           "GET /a b HTTP/1.1\r\n\r\n",          // a blank in the target
           "GET /a#b HTTP/1.1\r\n\r\n",          // a fragment
           "GET /\x01 HTTP/1.1\r\n\r\n",         //
           "GET / HTTP/1.1\r\nA : b\r\n\r\n",    // a blank before the colon
           "GET / HTTP/1.1\r\n: b\r\n\r\n",      // no name
           "GET / HTTP/1.1\r\nA\r\n\r\n",        // no colon
           "GET / HTTP/1.1\r\nA(b): c\r\n\r\n",  // no token
           "GET / HTTP/1.1\r\n A: b\r\n\r\n",    // folded into the request line
           "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",  // a CR alone
           "GET / HTTP/1.1\r\nA: b\r\r\n\r\n",   //
       }) {
    EXPECT_FALSE(accepted(text)) << text;
  }
  EXPECT_FALSE(accepted(std::string("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26)));
}

TEST(RequestHead, HasAtMostAsManyFieldsAsTheLimit) {
  std::string text = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 101; ++i) text += "a: b\r\n";
  EXPECT_EQ(parse(text + "\r\n").error, HeadError::none);
  EXPECT_EQ(parse(text + "a: b\r\n\r\n").error, HeadError::too_many_headers);
}

TEST(MayBecomeRequest, JudgesWhatHasComeSoFar) {
  for (const char* text : {"", "G", "GET", "GET ", "GET /pa", "GET / HT", "GET / HTTP/1.1\r\nHo"}) {
    EXPECT_TRUE(may_become_request(text)) << text;
  }
  for (const char* text : {"\x16\x03\x01", "GET\x01", "GET /\x7f", "GET / HTTP/9\r\n", "(x"}) {
    EXPECT_FALSE(may_become_request(text)) << text;
  }
}

TEST(ResponseHead, GivesVersionStatusAndReason) {
  std::string text = "HTTP/1.0 404 Not Here At All\r\nX: y\r\n\r\n";
  routing::Response response;
  ResponseVersion version;
  ASSERT_EQ(parse_response_head(text, Limits{}, response, version), HeadError::none);
  EXPECT_EQ(version.minor, 0);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.reason, "Not Here At All");
}

TEST(ResponseHead, MayLackTheReasonButNotTheStatus) {
  routing::Response response;
  ResponseVersion version;
  std::string bare = "HTTP/1.1 200\r\n\r\n";
  EXPECT_EQ(parse_response_head(bare, Limits{}, response, version), HeadError::none);
  for (std::string text :
       {"HTTP/1.1\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTX/1.1 200 OK\r\n\r\n"}) {
    EXPECT_EQ(parse_response_head(text, Limits{}, response, version), HeadError::bad) << text;
  }
}

}  // namespace
}  // namespace hapax::runtime::http1
