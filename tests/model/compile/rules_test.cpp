// Rules: ACLs, conditions, patterns, actions, switching, stick tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_text.hpp"

namespace hapax::compile {
namespace {

using model::Argument;
using model::Match;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A frontend that holds these lines.
std::unique_ptr<Compiled> frontend(const std::string& lines, std::map<std::string, std::string> files = {}) {
  return compile_text("frontend f\n mode http\n bind :80\n" + lines + "backend b\n mode http\n server s 127.0.0.1:1\n",
                      Version::v3_2, std::move(files));
}

TEST(CompileAcls, LinesOfOneNameAreAlternatives) {
  const auto c = frontend(R"(
 acl img path_beg /img/
 acl img path_end -i .png .jpg
 http-request deny if img
)");
  ASSERT_EQ(c->model.acls.size(), 1U);
  EXPECT_EQ(c->model.acls[0].tests.count, 2U);
  EXPECT_EQ(c->model.tests[0].method, Match::beg);
  EXPECT_EQ(c->model.tests[1].method, Match::end);
  const model::PatternSet& ends = c->model.pattern_sets[c->model.tests[1].patterns];
  EXPECT_TRUE(ends.ignore_case);
  EXPECT_EQ(ends.patterns.size(), 2U);
}

TEST(CompileAcls, MethodFollowsFlagThenNameThenType) {
  const auto c = frontend(R"(
 http-request deny if { hdr_dom(host) -m sub x } { src 10.0.0.0/8 } { ssl_fc } { hdr_cnt(x) gt 2 } { path -m found }
)");
  std::vector<Match> methods;
  for (const model::Test& test : c->model.tests) methods.push_back(test.method);
  EXPECT_THAT(methods, ElementsAre(Match::sub, Match::ip, Match::boolean, Match::integer, Match::found));
  EXPECT_EQ(c->model.tests[2].patterns, model::kNone);
}

TEST(CompileAcls, NumbersHaveBoundsAndOperations) {
  const auto c = frontend(" http-request deny if { hdr_cnt(x) 3 5:7 :2 gt 9 10 }\n");
  const auto& patterns = c->model.pattern_sets.at(0).patterns;
  ASSERT_EQ(patterns.size(), 5U);
  EXPECT_EQ(patterns[0].low, 3);
  EXPECT_EQ(patterns[0].high, 3);
  EXPECT_EQ(patterns[1].high, 7);
  EXPECT_EQ(patterns[2].low, INT64_MIN);
  EXPECT_EQ(patterns[3].low, 10);
  EXPECT_EQ(patterns[4].low, 11) << "the operation goes on to hold";
}

TEST(CompileAcls, NetworksHaveAddressAndLength) {
  const auto c = frontend(" http-request deny if { src 192.0.2.0/255.255.255.0 2001:db8::/32 10.1.2.3 }\n");
  const auto& patterns = c->model.pattern_sets.at(0).patterns;
  EXPECT_EQ(patterns[0].prefix, 24);
  EXPECT_TRUE(patterns[1].ipv6);
  EXPECT_EQ(patterns[1].prefix, 32);
  EXPECT_EQ(patterns[2].prefix, 32);
}

TEST(CompileAcls, SomeExistWithoutBeingDeclared) {
  const auto c = frontend(" http-request deny if METH_GET !LOCALHOST or TRUE\n");
  EXPECT_THAT(c->not_modelled(), IsEmpty());
  EXPECT_EQ(c->model.conjunctions.size(), 2U);
  EXPECT_TRUE(c->model.terms[1].negated);
}

TEST(CompileAcls, PatternsComeFromFiles) {
  const auto c =
      frontend(" http-request deny if { src -f bad.lst }\n http-request set-path %[path,map_beg(a.map,/none)]\n",
               {{"bad.lst", "# of the night\n\n  10.0.0.1\r\n10.0.0.0/24\n"}, {"a.map", "/a  /b c\n#x\n/d /e"}});
  EXPECT_THAT(c->not_modelled(), IsEmpty());
  ASSERT_EQ(c->model.pattern_sets.size(), 2U);
  EXPECT_EQ(c->model.pattern_sets[0].patterns.size(), 2U);
  EXPECT_EQ(c->model.pattern_sets[0].patterns[0].place.line, 3U);
  const model::PatternSet& map = c->model.pattern_sets[1];
  EXPECT_TRUE(map.is_map);
  EXPECT_EQ(map.method, Match::beg);
  EXPECT_EQ(map.patterns[0].text, "/a");
  EXPECT_EQ(map.patterns[0].value, "/b c");
}

TEST(CompileAcls, WhatARuleNeedsAndTheModelLacksLeavesTheRuleOut) {
  const auto c = frontend(" acl known path /a\n acl odd lua.judge\n http-request deny if odd or known\n");
  EXPECT_THAT(c->rules("f", model::RuleSet::http_request), IsEmpty());
  EXPECT_THAT(c->not_modelled(), ElementsAre("6: http-request acl 'odd': sample fetch 'lua.judge'"));
}

std::vector<Argument::Kind> kinds(const Compiled& c, const model::Rule& rule) {
  std::vector<Argument::Kind> list;
  for (model::Index i = rule.arguments.first; i < rule.arguments.end(); ++i) list.push_back(c.model.arguments[i].kind);
  return list;
}

TEST(CompileActions, ArgumentsComeInTheOrderOfTheVocabulary) {
  const auto c = frontend(R"(
 stick-table type ip size 1k store http_req_rate(10s),gpc(3),gpc_rate(2,1m)
 http-request track-sc1 src,ipmask(24)
 http-request deny deny_status 429 content-type text/plain string "too fast" hdr x-why rate if { sc1_http_req_rate gt 5 }
 http-request redirect prefix https://www.example code 301 drop-query if !{ ssl_fc }
 http-request set-var(txn.user,ifnotexists) req.hdr(x-user),lower
 http-request sc-inc-gpc(2,1)
 http-request return status 200 string hello
)");
  EXPECT_THAT(c->not_modelled(), IsEmpty());
  using K = Argument::Kind;
  const auto& rules = c->model.rules;
  EXPECT_THAT(kinds(*c, rules[0]), ElementsAre(K::integer, K::expression, K::table));
  EXPECT_THAT(kinds(*c, rules[1]), ElementsAre(K::integer, K::text, K::format, K::absent, K::text, K::format));
  EXPECT_THAT(kinds(*c, rules[2]), ElementsAre(K::integer, K::format, K::integer, K::integer));
  EXPECT_THAT(kinds(*c, rules[3]), ElementsAre(K::variable, K::expression, K::text));
  EXPECT_THAT(kinds(*c, rules[4]), ElementsAre(K::integer, K::integer));
  EXPECT_THAT(kinds(*c, rules[5]), ElementsAre(K::integer, K::absent, K::format));

  const model::StickTable& table = c->model.stick_tables.at(0);
  ASSERT_EQ(table.data.size(), 3U);
  EXPECT_EQ(table.data[0].period, 10'000'000'000);
  EXPECT_EQ(table.data[1].count, 3U);
  EXPECT_EQ(table.data[2].count, 2U);
  EXPECT_EQ(table.data[2].period, 60'000'000'000);
}

TEST(CompileFormats, AreCutIntoPieces) {
  const auto c = frontend(" http-request set-header x-id %ci-%[path,lower]%{+Q}[hdr(host)]%%\n");
  using K = model::FormatPiece::Kind;
  std::vector<std::pair<K, std::string>> pieces;
  for (const model::FormatPiece& piece : c->model.format_pieces) pieces.emplace_back(piece.kind, piece.literal);
  ASSERT_EQ(pieces.size(), 5U);
  EXPECT_EQ(pieces[0], std::make_pair(K::alias, std::string("ci")));
  EXPECT_EQ(pieces[1], std::make_pair(K::literal, std::string("-")));
  EXPECT_EQ(pieces[2].first, K::expression);
  EXPECT_TRUE(c->model.format_pieces[3].quoted);
  EXPECT_EQ(pieces[4], std::make_pair(K::literal, std::string("%")));
}

TEST(CompileFormats, EnvironmentIsPutIn) {
  const auto c = frontend(" http-request set-header x-region %[env(REGION)]\n");
  EXPECT_EQ(c->model.arguments.at(c->model.expressions.at(0).arguments.first + 1).text, "north");
}

TEST(CompileSwitching, NamesAreLookedUpOrMade) {
  const auto c = frontend(" use_backend b if { path_beg /b }\n use_backend %[path,field(2,/)]\n default_backend b\n");
  ASSERT_EQ(c->model.backend_rules.size(), 2U);
  EXPECT_EQ(c->model.backend_rules[0].backend, 1U);
  EXPECT_NE(c->model.backend_rules[0].condition, model::kNone);
  EXPECT_EQ(c->model.backend_rules[0].text, "use_backend b");
  EXPECT_EQ(c->model.backend_rules[1].backend, model::kNone);
  EXPECT_NE(c->model.backend_rules[1].format, model::kNone);
  EXPECT_EQ(c->proxy("f").default_backend, 1U);
}

TEST(CompileStick, OnIsOneRule) {
  const auto c = compile_text(R"(
backend b
    mode http
    stick-table type string len 40 size 10k expire 30m
    stick on req.cook(sid) if { path_beg /app }
    server s 127.0.0.1:1
)");
  ASSERT_EQ(c->model.stick_rules.size(), 1U);
  EXPECT_EQ(c->model.stick_rules[0].kind, model::StickRule::Kind::on);
  EXPECT_EQ(c->model.stick_tables[0].key_length, 40U);
  EXPECT_EQ(c->model.stick_tables[0].expire, 1'800'000'000'000);
}

TEST(CompileBalance, HasTheDefaultsOfItsVersion) {
  using A = model::BalanceAlgorithm;
  const std::string_view bare = "backend b\n mode http\n server s 127.0.0.1:1\n";
  EXPECT_EQ(compile_text(bare, Version::v3_2)->proxy("b").balance.algorithm, A::roundrobin);
  const auto newer = compile_text(bare, Version::v3_4);
  EXPECT_EQ(newer->proxy("b").balance.algorithm, A::random);
  EXPECT_EQ(newer->proxy("b").balance.draws, 1U);
}

TEST(CompileBalance, ConsistentWithoutFunctionMixes) {
  const auto plain = compile_text("backend b\n balance source\n hash-type consistent\n");
  EXPECT_TRUE(plain->proxy("b").balance.avalanche);
  const auto named = compile_text("backend b\n balance source\n hash-type consistent sdbm\n");
  EXPECT_FALSE(named->proxy("b").balance.avalanche);
}

TEST(CompileLogs, OptionsStandForTheirFormat) {
  const auto c = compile_text(R"(
global
    log 127.0.0.1:514 local0 info
frontend web
    mode http
    bind :80
    log global
    option httplog
    capture request header Host len 32
    http-request capture req.hdr(user-agent) len 64
)");
  const model::Proxy& web = c->proxy("web");
  ASSERT_NE(web.log_format, model::kNone);
  EXPECT_TRUE(c->model.formats[web.log_format].text.starts_with("%ci:%cp [%tr] %ft"));
  ASSERT_EQ(web.logs.size(), 1U);
  EXPECT_EQ(web.logs[0].facility, "local0");
  ASSERT_EQ(web.captures.size(), 2U);
  EXPECT_EQ(web.captures[0].name, "Host");
  EXPECT_EQ(web.captures[1].length, 64U);
}

}  // namespace
}  // namespace hapax::compile
