// Servers: defaults, templates, ids, limits, checks; binds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_text.hpp"

namespace hapax::compile {
namespace {

using ::testing::ElementsAre;

std::vector<std::uint32_t> ids(const Compiled& c) {
  std::vector<std::uint32_t> list;
  for (const model::Server& server : c.model.servers) list.push_back(server.id);
  return list;
}

TEST(CompileServers, TakeFromTheDefaultServerAboveThem) {
  const auto c = compile_text(R"(
defaults
    default-server inter 3s
backend b
    default-server weight 5 maxconn 10 check
    server a 127.0.0.1:80
    server b 127.0.0.1:81 weight 9 no-check
    default-server maxconn 20
    server c 127.0.0.1:82
)");
  EXPECT_EQ(c->server("a").weight, 5U);
  EXPECT_EQ(c->server("a").check.kind, model::HealthCheck::Kind::connect);
  EXPECT_EQ(c->server("a").check.inter, 3'000'000'000);
  EXPECT_EQ(c->server("b").weight, 9U);
  EXPECT_EQ(c->server("b").check.kind, model::HealthCheck::Kind::none);
  EXPECT_EQ(c->server("a").maxconn, 10);
  EXPECT_EQ(c->server("c").maxconn, 20);
}

TEST(CompileServers, TemplatesExpandInPlace) {
  const auto c = compile_text(R"(
backend b
    server first 127.0.0.1:80
    server-template web 2-4 127.0.0.1:90 weight 3
    server-template x 1 127.0.0.1:91
)");
  std::vector<std::string> names;
  for (const model::Server& server : c->model.servers) names.push_back(server.name);
  EXPECT_THAT(names, ElementsAre("first", "web2", "web3", "web4", "x1"));
  EXPECT_EQ(c->server("web3").weight, 3U);
}

TEST(CompileServers, AnExplicitIdMakesTheNumberingSkip) {
  EXPECT_THAT(ids(*compile_text("backend b\n server a :1\n server b :2 id 2\n server c :3\n")), ElementsAre(1, 2, 3));
  EXPECT_THAT(ids(*compile_text("backend b\n server a :1 id 3\n server b :2\n server c :3\n server d :4\n")),
              ElementsAre(3, 2, 4, 5));
}

TEST(CompileServers, MinconnAloneOrAboveIsTheMaxconn) {
  const auto c = compile_text(R"(
backend b
    server a 127.0.0.1:80 minconn 7
    server b 127.0.0.1:80 minconn 7 maxconn 5
    server c 127.0.0.1:80 minconn 2 maxconn 5
    server d 127.0.0.1:80 maxconn 5
)");
  EXPECT_EQ(c->server("a").maxconn, 7);
  EXPECT_EQ(c->server("b").maxconn, 7);
  EXPECT_EQ(c->server("c").minconn, 2);
  EXPECT_EQ(c->server("d").minconn, 5);
}

TEST(CompileServers, PortsMayFollowTheClients) {
  const auto c = compile_text(R"(
backend b
    server a 127.0.0.1
    server b 127.0.0.1:+100
    server c 127.0.0.1:-1
    server d [::1]:80
    server e unix@/run/x.sock
    server f app.example:8080
)");
  EXPECT_TRUE(c->server("a").address.port_relative);
  EXPECT_EQ(c->server("b").address.port_offset, 100);
  EXPECT_EQ(c->server("c").address.port_offset, -1);
  EXPECT_EQ(c->server("d").address.family, model::Endpoint::Family::ipv6);
  EXPECT_EQ(c->server("d").address.host, "::1");
  EXPECT_EQ(c->server("e").address.family, model::Endpoint::Family::unix_socket);
  EXPECT_EQ(c->server("f").address.family, model::Endpoint::Family::name);
}

TEST(CompileServers, TheProxyDecidesWhatACheckIs) {
  const auto c = compile_text(R"(
backend b
    mode http
    option httpchk GET /health
    http-check send hdr Host shop.example
    http-check expect ! rstatus ^5
    http-check expect !status 300
    server a 127.0.0.1:80 check port 9000 rise 5 track c/d
    server b 127.0.0.1:80
backend c
    mode http
    server d 127.0.0.1:80 check
)");
  const model::HealthCheck& check = c->server("a").check;
  EXPECT_EQ(check.kind, model::HealthCheck::Kind::http);
  EXPECT_EQ(check.method, "GET");
  EXPECT_EQ(check.uri, "/health");
  EXPECT_EQ(check.host, "shop.example");
  EXPECT_EQ(check.address.port, 9000);
  EXPECT_EQ(check.rise, 5U);
  EXPECT_EQ(c->server("b").check.kind, model::HealthCheck::Kind::none);
  ASSERT_EQ(c->model.check_steps.size(), 3U);
  EXPECT_TRUE(c->model.check_steps[1].negated);
  EXPECT_EQ(c->model.check_steps[1].kind, model::CheckStep::Kind::expect_status_regex);
  EXPECT_TRUE(c->model.check_steps[2].negated);
  EXPECT_EQ(c->model.check_steps[2].kind, model::CheckStep::Kind::expect_status);
  ASSERT_NE(c->server("a").track, model::kNone);
  EXPECT_EQ(c->model.servers[c->server("a").track].name, "d");
}

TEST(CompileBinds, OneForEachAddress) {
  const auto c = compile_text(R"(
frontend f
    bind :80,127.0.0.1:8000-8002 name web
    bind *:443 ssl crt a.pem crt b.pem alpn h2,http/1.1 accept-proxy
)");
  ASSERT_EQ(c->model.binds.size(), 3U);
  EXPECT_EQ(c->model.binds[0].address.host, "0.0.0.0");
  EXPECT_EQ(c->model.binds[1].address.port, 8000);
  EXPECT_EQ(c->model.binds[1].address.last_port, 8002);
  EXPECT_EQ(c->model.binds[1].name, "web");
  EXPECT_TRUE(c->model.binds[2].tls);
  EXPECT_TRUE(c->model.binds[2].accept_proxy);
  EXPECT_THAT(c->model.binds[2].certificates, ElementsAre("a.pem", "b.pem"));
  EXPECT_THAT(c->model.binds[2].alpn, ElementsAre("h2", "http/1.1"));
}

}  // namespace
}  // namespace hapax::compile
