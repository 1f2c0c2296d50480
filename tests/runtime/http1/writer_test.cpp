#include "runtime/http1/writer.hpp"

#include <gmock/gmock.h>

#include <string>

namespace hapax::runtime::http1 {
namespace {

TEST(Writer, WritesARequestWithNamesInLowerCase) {
  BufferPool pool(1024);
  Buffer to(pool);
  routing::Request request;
  request.method = "GET";
  request.target = "/x";
  request.headers = {{"Host", "A"}};
  ASSERT_TRUE(write_request_head(request, Persistence::unsaid, to));
  EXPECT_EQ(to.bytes(), "GET /x HTTP/1.1\r\nhost: A\r\n\r\n");
}

TEST(Writer, ConnectionTellsOnlyWhatConcernsTheNextHop) {
  BufferPool pool(1024);
  const auto written = [&](std::string_view value, Persistence persistence) {
    Buffer to(pool);
    routing::Response response;
    response.headers = {{"connection", value}};
    EXPECT_TRUE(write_response_head(response, {1, 1}, persistence, to));
    return std::string(to.bytes().substr(std::string_view("HTTP/1.1 200 OK\r\n").size()));
  };
  EXPECT_EQ(written("keep-alive", Persistence::unsaid), "\r\n");
  EXPECT_EQ(written("close", Persistence::keep_alive), "connection: keep-alive\r\n\r\n");
  EXPECT_EQ(written("Upgrade, keep-alive", Persistence::unsaid), "connection: Upgrade\r\n\r\n");
  EXPECT_EQ(written("a, b", Persistence::close), "connection: a, b\r\nconnection: close\r\n\r\n");
}

TEST(Writer, WritesNothingWhenTheHeadDoesNotFit) {
  BufferPool pool(32);
  Buffer to(pool);
  routing::Response response;
  response.headers = {{"x", "0123456789012345678901234567890123456789"}};
  EXPECT_FALSE(write_response_head(response, {1, 1}, Persistence::unsaid, to));
  EXPECT_TRUE(to.empty());
}

TEST(Writer, KnowsTheReasonsOfTheStatusesItMakes) {
  EXPECT_EQ(reason_of(200), "OK");
  EXPECT_EQ(reason_of(504), "Gateway Time-out");
  EXPECT_EQ(reason_of(299), "Unknown");
}

}  // namespace
}  // namespace hapax::runtime::http1
