// Proxies: inheritance from defaults, timeouts, options, ids, default limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_text.hpp"

namespace hapax::compile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr model::Nanoseconds kSecond = 1'000'000'000;

TEST(CompileProxies, InheritFromDefaultsAndOverride) {
  const auto c = compile_text(R"(
defaults
    mode http
    timeout connect 1s
    timeout client 5
    timeout server 2m
    option redispatch
    retries 7
backend a
    timeout connect 250ms
    no option redispatch
    server s 127.0.0.1:80
)");
  const model::Proxy& a = c->proxy("a");
  EXPECT_EQ(a.mode, model::Mode::http);
  EXPECT_EQ(a.timeouts.connect, kSecond / 4);
  EXPECT_EQ(a.timeouts.client, kSecond / 200) << "a number alone is in milliseconds";
  EXPECT_EQ(a.timeouts.server, 120 * kSecond);
  EXPECT_EQ(a.timeouts.queue, model::kUnset);
  EXPECT_EQ(a.retries, 7U);
  EXPECT_FALSE(a.redispatch);
}

TEST(CompileProxies, RunTheRulesOfTheirDefaultsFirst) {
  const auto c = compile_text(R"(
defaults base
    mode http
    timeout client 1s
    timeout connect 1s
    timeout server 1s
    http-request set-header x-first 1
frontend f from base
    bind :80
    http-request set-header x-second 2
)");
  EXPECT_THAT(c->rules("f", model::RuleSet::http_request),
              ElementsAre("http-request set-header x-first 1", "http-request set-header x-second 2"));
}

TEST(CompileProxies, AreNumberedRoundExplicitIds) {
  const auto c = compile_text(R"(
frontend a
    bind :81
backend b
    id 2
backend c
)");
  EXPECT_EQ(c->proxy("a").id, 1U);
  EXPECT_EQ(c->proxy("b").id, 2U);
  EXPECT_EQ(c->proxy("c").id, 3U);
}

TEST(CompileProxies, ReadRedispatchIntervalsAndRetryReasons) {
  const auto c = compile_text(R"(
backend b
    mode http
    option redispatch -3
    retry-on conn-failure 503 empty-response
)");
  EXPECT_TRUE(c->proxy("b").redispatch);
  EXPECT_EQ(c->proxy("b").redispatch_interval, -3);
  EXPECT_EQ(c->proxy("b").retry_on, model::kRetryConnFailure | model::kRetry503 | model::kRetryEmptyResponse);
}

TEST(CompileProxies, DefaultFullconnIsATenthOfWhatMayComeIn) {
  const auto c = compile_text(R"(
global
    maxconn 1001
frontend f
    mode http
    bind :80
    maxconn 95
    use_backend b if { path /x }
    use_backend b if { path /y }
    default_backend b
frontend g
    mode http
    bind :81
    default_backend c
backend b
    mode http
backend c
    mode http
backend d
    mode http
    fullconn 5
listen l
    bind :82
    maxconn 30
)");
  EXPECT_EQ(c->proxy("b").fullconn, 10) << "95 once, rounded up";
  EXPECT_EQ(c->proxy("c").fullconn, 101) << "the process's 1001";
  EXPECT_EQ(c->proxy("d").fullconn, 5);
  EXPECT_EQ(c->proxy("l").fullconn, 3);
}

TEST(CompileProxies, ForwardedHeadersHaveTheirWords) {
  const auto c = compile_text(R"(
frontend f
    mode http
    bind :80
    option forwardfor except 127.0.0.0/8 header X-Client if-none
)");
  EXPECT_TRUE(c->proxy("f").forward_for);
  EXPECT_EQ(c->proxy("f").forward_for_except, "127.0.0.0/8");
  EXPECT_EQ(c->proxy("f").forward_for_header, "X-Client");
  EXPECT_TRUE(c->proxy("f").forward_for_if_none);
}

TEST(CompileProxies, TheLastAlgorithmOfCompressionComesFirst) {
  const auto c = compile_text(R"(
backend b
    mode http
    compression algo gzip deflate
    compression algo identity
    compression type text/html
    compression minsize-res 2k
    compression offload
)");
  const model::Compression& compression = c->proxy("b").compression;
  EXPECT_THAT(compression.algorithms, ElementsAre("identity", "deflate", "gzip"));
  EXPECT_THAT(compression.types, ElementsAre("text/html"));
  EXPECT_EQ(compression.minimum, 2048);
  EXPECT_TRUE(compression.offload);
  EXPECT_FALSE(compression.only_requests);
}

TEST(CompileProxies, ForwardedPartsByExpressionHaveTheirs) {
  const auto c = compile_text(R"(
backend b
    mode http
    option forwarded for-expr src proto host-expr req.hdr(x-host),lower
)");
  EXPECT_THAT(c->proxy("b").forwarded, ElementsAre("proto", "host-expr", "for-expr"));
  ASSERT_EQ(c->proxy("b").forwarded_expressions.size(), 2U);
  EXPECT_EQ(c->model.expressions[c->proxy("b").forwarded_expressions[0]].text, "req.hdr(x-host),lower");
}

TEST(CompileProxies, SayWhatIsNotModelled) {
  const auto c = compile_text(R"(
backend b
    mode http
    log-tag web
    compression direction both
    server s 127.0.0.1:80
)");
  EXPECT_THAT(c->not_modelled(), ElementsAre("5: compression of requests"));
  EXPECT_EQ(c->diagnostics.list().back().rule, "not-modelled");
}

TEST(CompileProxies, NoFileNoModel) {
  const auto c = compile_text("");
  EXPECT_THAT(c->model.proxies, IsEmpty());
}

}  // namespace
}  // namespace hapax::compile
