#include <hapax/syntax/reply.hpp>

#include <gtest/gtest.h>

#include <string>

namespace hapax::syntax {
namespace {

constexpr std::size_t kMostFields = 100;
constexpr const char* kLine = "HTTP/1.0 503 Service Unavailable\r\n";

std::string problem(const std::string& text, Version version = Version::v3_2) {
  const auto reply = parse_reply(text, version, kMostFields);
  if (reply) return "";
  switch (reply.error().problem) {
    case ReplyProblem::status_line:
      return "status line";
    case ReplyProblem::status:
      return "status";
    case ReplyProblem::field:
      return "field";
    case ReplyProblem::too_many_fields:
      return "too many fields";
    case ReplyProblem::unfinished:
      return "unfinished";
    case ReplyProblem::content_length:
      return "content-length";
    case ReplyProblem::transfer_encoding:
      return "transfer-encoding";
    case ReplyProblem::chunked:
      return "chunked";
    case ReplyProblem::wrong_length:
      return "wrong length";
    case ReplyProblem::unexpected_body:
      return "unexpected body";
  }
  return "?";
}

std::string with_fields(const std::string& fields) { return problem(kLine + fields + "\r\nbody"); }

TEST(Reply, IsCutIntoItsParts) {
  const std::string text = "\r\n\nHTTP/1.1 404  Not  Here\nA:  b \r\nC: d\r\n e\n\nbody\n";
  const auto reply = parse_reply(text, Version::v3_2, kMostFields);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404U);
  EXPECT_EQ(reply->reason, "Not  Here");
  ASSERT_EQ(reply->fields.size(), 2U);
  EXPECT_EQ(reply->fields[0].name, "A");
  EXPECT_EQ(reply->fields[0].value, "b");
  EXPECT_EQ(reply->fields[1].value, "d\r\n e");
  EXPECT_EQ(reply->body, "body\n");
}

// What HAProxy 2.6, 3.0 and 3.2 make of each is what is expected here.
TEST(Reply, BeginsWithAStatusLine) {
  for (const char* const good : {"HTTP/1.0 503 S\r\n\r\n", "HTTP/1.1 503\n\n", "HTTP/3.9 999 \r\n\r\n",
                                 "HTTP/1.0\t 50 S\r\n\r\n", "HTTP/1.1 101 S\r\n\r\n", "HTTP/1.0 099 \x01\xE9\r\n\r\n"})
    EXPECT_EQ(problem(good), "") << good;
  for (const char* const bad :
       {"<html></html>\n", "http/1.0 503 S\r\n\r\n", " HTTP/1.0 503 S\r\n\r\n", "HTTP/2 503 S\r\n\r\n",
        "HTTP/1.10 503 S\r\n\r\n", "HTTP/x.y 503 S\r\n\r\n", "HTTP/1.0503 S\r\n\r\n", "HTTP/1.0 abc S\r\n\r\n",
        "HTTP/1.0 503x S\r\n\r\n", "HTTP/1.0  \r\n\r\n", "\rHTTP/1.0 503 S\r\n\r\n", "HTTP/1.0 503 S"})
    EXPECT_EQ(problem(bad), "status line") << bad;
  EXPECT_EQ(problem("HTTP/1.0 100 S\r\n\r\n"), "status");
  EXPECT_EQ(problem("HTTP/1.0 199 S\r\n\r\n"), "status");
  EXPECT_EQ(problem("HTTP/1.0 5030 S\r\n\r\n", Version::v3_0), "");
  EXPECT_EQ(problem("HTTP/1.0 5030 S\r\n\r\n", Version::v3_2), "status line");
  EXPECT_EQ(problem("HTTP/1.0 99999999999999999999999 S\r\n\r\n", Version::v3_0), "");
}

TEST(Reply, HasHeadersThatEnd) {
  EXPECT_EQ(with_fields(""), "");
  EXPECT_EQ(with_fields("A: b\r\nA_b!#$%&'*+-.^`|~9:\tx\x01\xE9\n"), "");
  EXPECT_EQ(with_fields("A:\r\n"), "");
  for (const char* const bad : {"A\r\n", "A b: c\r\n", "A : b\r\n", ": b\r\n", " A: b\r\n", "A(: b\r\n", "A: b\r\r\n"})
    EXPECT_EQ(with_fields(bad), "field") << bad;
  EXPECT_EQ(problem(std::string(kLine) + "A: b\r\n"), "unfinished");
  EXPECT_EQ(problem(std::string(kLine) + "A: b"), "unfinished");
  EXPECT_EQ(problem(kLine), "unfinished");
  const std::string nul = kLine + std::string("A: \0\r\n\r\n", 9);
  EXPECT_EQ(problem(nul, Version::v2_6), "");
  EXPECT_EQ(problem(nul, Version::v3_0), "field");
  std::string many;
  for (std::size_t i = 0; i < kMostFields; ++i) many += "A: b\r\n";
  EXPECT_EQ(with_fields(many), "");
  EXPECT_EQ(with_fields(many + "A: b\r\n"), "too many fields");
}

TEST(Reply, HasABodyOfItsLength) {
  for (const char* const good : {"4", "04", "4, 4", " 4\t", "\r\n 4", "0000000000000000000000004"})
    EXPECT_EQ(with_fields(std::string("Content-Length:") + good + "\r\n"), "") << good;
  for (const char* const bad : {"", "x", "-1", "+4", "0x4", "4 4", "4,", ",4", "4, 5", "99999999999999999999999"})
    EXPECT_EQ(with_fields(std::string("content-length: ") + bad + "\r\n"), "content-length") << bad;
  EXPECT_EQ(with_fields("Content-Length: 4\r\nContent-Length: 4\r\n"), "");
  EXPECT_EQ(with_fields("Content-Length: 4\r\nContent-Length: 5\r\n"), "content-length");
  EXPECT_EQ(with_fields("Content-Length: 2\r\n"), "wrong length");
  EXPECT_EQ(with_fields("Content-Length: 0\r\n"), "unexpected body");
  EXPECT_EQ(problem(std::string(kLine) + "Content-Length: 4\r\n\r\n"), "wrong length");
  EXPECT_EQ(problem("HTTP/1.0 204 S\r\n\r\nbody"), "unexpected body");
  EXPECT_EQ(problem("HTTP/1.0 304 S\r\nContent-Length: 4\r\n\r\n"), "");

  const std::string text = std::string(kLine) + "A: b\r\nContent-Length: 10\r\n\r\nbody";
  const auto reply = parse_reply(text, Version::v3_2, kMostFields);
  ASSERT_FALSE(reply);
  EXPECT_EQ(text.substr(reply.error().offset, 7), "Content");
  EXPECT_EQ(reply.error().announced, 10U);
  EXPECT_EQ(reply.error().length, 4U);
}

TEST(Reply, IsNotCutIntoChunks) {
  EXPECT_EQ(with_fields("Transfer-Encoding: gzip\r\nContent-Length: 9\r\n"), "");
  EXPECT_EQ(with_fields("Transfer-Encoding: chunked, gzip\r\n"), "");
  EXPECT_EQ(with_fields("Transfer-Encoding: Chunked\r\n"), "chunked");
  EXPECT_EQ(with_fields("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), "chunked");
  EXPECT_EQ(with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "transfer-encoding");
  EXPECT_EQ(with_fields("Transfer-Encoding: gzip,\r\n"), "transfer-encoding");
  EXPECT_EQ(problem("HTTP/1.1 503 S\r\nTransfer-Encoding:\r\n\r\n", Version::v2_6), "");
  EXPECT_EQ(problem("HTTP/1.1 503 S\r\nTransfer-Encoding:\r\n\r\n", Version::v3_0), "transfer-encoding");
  EXPECT_EQ(problem("HTTP/1.1 204 S\r\nTransfer-Encoding: chunked\r\n\r\n"), "");
}

}  // namespace
}  // namespace hapax::syntax
