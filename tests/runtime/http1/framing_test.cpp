#include "runtime/http1/framing.hpp"

#include <gmock/gmock.h>

namespace hapax::runtime::http1 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

routing::Request request(std::vector<routing::Header> headers, std::string_view method = "POST",
                         std::string_view target = "/") {
  routing::Request r;
  r.method = method;
  r.target = target;
  r.headers = std::move(headers);
  return r;
}

std::vector<std::string> names(const std::vector<routing::Header>& headers) {
  std::vector<std::string> list;
  for (const auto& header : headers) list.push_back(std::string(header.name) + "=" + std::string(header.value));
  return list;
}

TEST(RequestFraming, ReadsALength) {
  routing::Request r = request({{"content-length", "0012"}});
  const RequestFraming framing = frame_request(r);
  EXPECT_EQ(framing.kind, BodyKind::length);
  EXPECT_EQ(framing.length, 12U);
  EXPECT_THAT(names(r.headers), ElementsAre("content-length=12"));
}

TEST(RequestFraming, EqualLengthsBecomeOneAndDifferentOnesAreRefused) {
  routing::Request equal = request({{"content-length", "5"}, {"x", "y"}, {"content-length", "5, 5"}});
  EXPECT_EQ(frame_request(equal).length, 5U);
  EXPECT_THAT(names(equal.headers), ElementsAre("content-length=5", "x=y"));
  for (const char* value : {"5, 6", "", "+5", "-5", "0x5", "5 5", "5,", "99999999999999999999"}) {
    routing::Request r = request({{"content-length", value}});
    EXPECT_EQ(frame_request(r).refusal, 400) << value;
  }
}

TEST(RequestFraming, ChunksGoBeforeALengthAndEndTheConnection) {
  routing::Request r = request({{"content-length", "5"}, {"transfer-encoding", "Chunked"}});
  const RequestFraming framing = frame_request(r);
  EXPECT_EQ(framing.kind, BodyKind::chunked);
  EXPECT_FALSE(framing.keep_alive);
  EXPECT_THAT(names(r.headers), ElementsAre("transfer-encoding=chunked"));
}

TEST(RequestFraming, OtherCodingsAreRefused) {
  for (const char* value : {"identity", "gzip", "chunked, gzip", "chunked, chunked", "xchunked", ""}) {
    routing::Request r = request({{"transfer-encoding", value}});
    EXPECT_EQ(frame_request(r).refusal, 400) << value;
  }
  routing::Request coded = request({{"transfer-encoding", "gzip, chunked"}});
  EXPECT_EQ(frame_request(coded).refusal, 422);
  routing::Request twice = request({{"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}});
  EXPECT_EQ(frame_request(twice).refusal, 400);
}

TEST(RequestFraming, OneHostOrNone) {
  routing::Request same = request({{"host", "a"}, {"host", "A:80"}}, "GET");
  EXPECT_EQ(frame_request(same).refusal, 0);
  EXPECT_THAT(names(same.headers), ElementsAre("host=a"));
  routing::Request different = request({{"host", "a"}, {"host", "b"}}, "GET");
  EXPECT_EQ(frame_request(different).refusal, 400);
  routing::Request contradicts = request({{"host", "a"}}, "GET", "http://b/");
  EXPECT_EQ(frame_request(contradicts).refusal, 400);
  routing::Request agrees = request({{"host", "b"}}, "GET", "http://b/");
  EXPECT_EQ(frame_request(agrees).refusal, 0);
}

TEST(RequestFraming, TargetsHaveTheFormOfTheirMethod) {
  const auto refusal = [](std::string_view method, std::string_view target) {
    routing::Request r = request({}, method, target);
    return frame_request(r).refusal;
  };
  EXPECT_EQ(refusal("GET", "relative"), 400);
  EXPECT_EQ(refusal("OPTIONS", "*"), 0);
  EXPECT_EQ(refusal("CONNECT", "host:443"), 0);
  EXPECT_EQ(refusal("CONNECT", "/path"), 400);
}

TEST(RequestFraming, PersistenceFollowsVersionAndConnection) {
  routing::Request modern = request({}, "GET");
  EXPECT_TRUE(frame_request(modern).keep_alive);
  routing::Request closing = request({{"connection", "x, Close"}}, "GET");
  EXPECT_FALSE(frame_request(closing).keep_alive);
  routing::Request old = request({}, "GET");
  old.minor = 0;
  EXPECT_FALSE(frame_request(old).keep_alive);
  routing::Request asking = request({{"connection", "keep-alive"}}, "GET");
  asking.minor = 0;
  EXPECT_TRUE(frame_request(asking).keep_alive);
}

TEST(RequestFraming, AWebSocketNeedsItsKey) {
  routing::Request bare = request({{"connection", "upgrade"}, {"upgrade", "websocket"}}, "GET");
  EXPECT_EQ(frame_request(bare).refusal, 400);
  routing::Request whole =
      request({{"connection", "upgrade"}, {"upgrade", "websocket"}, {"sec-websocket-key", "k"}}, "GET");
  EXPECT_TRUE(frame_request(whole).upgrade);
}

routing::Response response(std::uint16_t status, std::vector<routing::Header> headers) {
  routing::Response r;
  r.status = status;
  r.headers = std::move(headers);
  return r;
}

TEST(ResponseFraming, WithoutALengthItRunsUntilTheConnectionEnds) {
  routing::Response r = response(200, {});
  const ResponseFraming framing = frame_response(r, {1, 1}, "GET");
  EXPECT_EQ(framing.kind, BodyKind::until_close);
  EXPECT_FALSE(framing.keep_alive);
}

TEST(ResponseFraming, SomeAnswersHaveNoBodyWhateverTheySay) {
  routing::Response head = response(200, {{"content-length", "5"}});
  EXPECT_EQ(frame_response(head, {1, 1}, "HEAD").kind, BodyKind::none);
  EXPECT_THAT(names(head.headers), ElementsAre("content-length=5"));
  routing::Response unchanged = response(304, {{"content-length", "5"}});
  EXPECT_EQ(frame_response(unchanged, {1, 1}, "GET").kind, BodyKind::none);
  routing::Response empty = response(204, {{"content-length", "5"}});
  EXPECT_EQ(frame_response(empty, {1, 1}, "GET").kind, BodyKind::none);
  EXPECT_THAT(names(empty.headers), IsEmpty());
}

TEST(ResponseFraming, TunnelsBeginWith101AndWithASuccessfulConnect) {
  routing::Response switching = response(101, {});
  EXPECT_TRUE(frame_response(switching, {1, 1}, "GET").upgrade);
  routing::Response connected = response(200, {});
  EXPECT_TRUE(frame_response(connected, {1, 1}, "CONNECT").upgrade);
  routing::Response refused = response(403, {{"content-length", "0"}});
  EXPECT_FALSE(frame_response(refused, {1, 1}, "CONNECT").upgrade);
}

TEST(ResponseFraming, ContradictingLengthsAreNotTrusted) {
  routing::Response r = response(200, {{"content-length", "2"}, {"content-length", "3"}});
  EXPECT_FALSE(frame_response(r, {1, 1}, "GET").ok);
}

}  // namespace
}  // namespace hapax::runtime::http1
