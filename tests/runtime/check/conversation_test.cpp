#include "runtime/check/conversation.hpp"

#include <gmock/gmock.h>

#include "runtime/check/http_conversation.hpp"
#include "runtime/check/tcp_conversation.hpp"

namespace hapax::runtime {
namespace {

using model::CheckStep;
using V = CheckVerdict;

CheckStep step(CheckStep::Kind kind, std::string text, bool negated = false) {
  CheckStep s;
  s.kind = kind;
  s.text = std::move(text);
  s.negated = negated;
  return s;
}

TEST(Script, SaysAndExpectsInOrder) {
  const std::vector<CheckStep> steps{step(CheckStep::Kind::connect, ""), step(CheckStep::Kind::send, "PING\r\n"),
                                     step(CheckStep::Kind::expect_string, "+PONG"),
                                     step(CheckStep::Kind::send, "QUIT\r\n"),
                                     step(CheckStep::Kind::expect_string, "+OK")};
  Script script(steps);
  EXPECT_EQ(script.say(), "PING\r\n");
  EXPECT_EQ(script.answer("+PO", false), V::undecided);
  EXPECT_EQ(script.say(), "");
  EXPECT_EQ(script.answer("+PONG\r\n", false), V::undecided);
  EXPECT_EQ(script.say(), "QUIT\r\n");
  EXPECT_EQ(script.answer("+OK\r\n", false), V::passed);
}

TEST(Script, FailsWhenTheServerEndsOrSaysWhatItMustNot) {
  const std::vector<CheckStep> wants{step(CheckStep::Kind::expect_string, "yes")};
  Script first(wants);
  EXPECT_EQ(first.answer("no", true), V::failed);
  const std::vector<CheckStep> forbids{step(CheckStep::Kind::expect_string, "error", true)};
  Script second(forbids);
  EXPECT_EQ(second.answer("an error", false), V::failed);
}

TEST(Greeting, NeedsTheWholeBeginning) {
  Greeting greeting("", "220");
  EXPECT_EQ(greeting.answer("22", false), V::undecided);
  EXPECT_EQ(greeting.answer("220 hello", false), V::passed);
  EXPECT_EQ(greeting.answer("554 no", false), V::failed);
}

TEST(MysqlGreeting, IsAHandshakeNotAnError) {
  MysqlGreeting greeting;
  EXPECT_EQ(greeting.answer(std::string_view("\x4a\0\0\0\x0a", 5), false), V::passed);
  EXPECT_EQ(greeting.answer(std::string_view("\x4a\0\0\0\xff", 5), false), V::failed);
  EXPECT_EQ(greeting.answer("ab", true), V::failed);
}

TEST(HttpConversation, WithoutExpectationsTakes2xxAnd3xx) {
  const model::HealthCheck check;
  const auto verdict = [&](std::string_view answer) {
    return HttpConversation(check, {}, false).answer(answer, false);
  };
  EXPECT_EQ(verdict("HTTP/1.1 204 No Content\r\n\r\n"), V::passed);
  EXPECT_EQ(verdict("HTTP/1.1 302 Found\r\n\r\n"), V::passed);
  EXPECT_EQ(verdict("HTTP/1.1 404 Not Found\r\n\r\n"), V::failed);
  EXPECT_EQ(verdict("HTTP/1.1 20"), V::undecided);
  EXPECT_EQ(HttpConversation(check, {}, true).answer("HTTP/1.1 404 Not Found\r\n\r\n", false), V::conditional);
}

TEST(HttpConversation, SaysTheConfiguredRequest) {
  model::HealthCheck check;
  check.method = "GET";
  check.uri = "/health";
  EXPECT_THAT(HttpConversation(check, {}, false).say(), testing::StartsWith("GET /health HTTP/1.0\r\n"));
  CheckStep send = step(CheckStep::Kind::send_http, "");
  send.method = "HEAD";
  send.uri = "/up";
  send.version = "HTTP/1.1";
  send.headers = {"host: shop"};
  const std::vector<CheckStep> steps{send};
  EXPECT_THAT(HttpConversation(check, steps, false).say(), testing::StartsWith("HEAD /up HTTP/1.1\r\nhost: shop\r\n"));
}

TEST(HttpConversation, EveryExpectationMustHold) {
  const std::vector<CheckStep> steps{step(CheckStep::Kind::expect_status, "200,300-310"),
                                     step(CheckStep::Kind::expect_string, "sick", true)};
  const auto verdict = [&](std::string_view answer) { return HttpConversation({}, steps, false).answer(answer, true); };
  EXPECT_EQ(verdict("HTTP/1.1 200 OK\r\n\r\nwell"), V::passed);
  EXPECT_EQ(verdict("HTTP/1.1 200 OK\r\n\r\nsick"), V::failed);
  EXPECT_EQ(verdict("HTTP/1.1 305 X\r\n\r\nwell"), V::passed);
  EXPECT_EQ(verdict("HTTP/1.1 201 X\r\n\r\nwell"), V::failed);
}

}  // namespace
}  // namespace hapax::runtime
