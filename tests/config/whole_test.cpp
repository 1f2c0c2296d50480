// What only several lines together show: settings that stand twice, names of peers, order of filters, files elsewhere.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

struct Found {
  std::string rules;  ///< "rule:line"
  bool rejected = false;
};

Found check(const std::string& text, FileAccess* files = nullptr, Version target = Version::v3_2) {
  SourceSet sources;
  Diagnostics findings;
  const FileId file = sources.add("conf/haproxy.cfg", text);
  LoadOptions options;
  options.target = target;
  options.files = files;
  const Config config = load(sources, std::span(&file, 1), options, findings);
  return {in_short(sources, findings), findings.rejected()};
}

std::string listen(const std::string& lines, Version target = Version::v3_2) {
  return check(kListen + lines, nullptr, target).rules;
}

TEST(Repeated, SettingsRaiseAnAlertAndDoNotRefuse) {
  const Found twice = check("global\n maxconn 10\n maxconn 20\n" + std::string(kListen));
  EXPECT_EQ(twice.rules, "setting-repeated:3");
  EXPECT_FALSE(twice.rejected);
  EXPECT_EQ(check("global\n maxconn 0\n maxconn 20\n" + std::string(kListen)).rules, "") << "0 sets nothing";
  EXPECT_EQ(check("global\n uid 5\n user www\n" + std::string(kListen)).rules, "setting-repeated:3");
}

TEST(Repeated, TimeoutsAreNoticedInProxiesThatChangeThemTwice) {
  EXPECT_EQ(listen(" timeout queue 1s\n timeout queue 2s\n"), "timeout-set-twice:8");
  EXPECT_EQ(check("defaults\n timeout queue 1s\n timeout queue 2s\n" + std::string(kListen)).rules, "");
  EXPECT_EQ(
      check("defaults\n timeout queue 1s\n" + std::string(kListen) + " timeout queue 1s\n timeout queue 2s\n").rules,
      "")
      << "the first says what is inherited";
}

TEST(Repeated, InspectDelayKeepsTheFirst) {
  EXPECT_EQ(listen(" tcp-request inspect-delay 1s\n tcp-request inspect-delay 2s\n"), "setting-repeated:8");
}

TEST(BalanceHash, IsReadForTheProxiesItHoldsFor) {
  EXPECT_EQ(listen(" balance hash nosuch\n"), "unknown-fetch:1");
  EXPECT_EQ(listen(" balance hash nosuch\n balance roundrobin\n"), "") << "the last line counts";
  EXPECT_EQ(listen(" balance hash nosuch\n disabled\nbackend b\n timeout connect 1s\n timeout server 1s\n"),
            "nothing-to-serve:9");
  EXPECT_EQ(check("defaults\n balance hash res.hdr(a)\n" + std::string(kListen)).rules, "fetch-not-available:3");
  EXPECT_EQ(check("defaults\n balance hash nosuch\n" + std::string(kListen) + " balance first\n").rules, "");
}

TEST(Blocks, ThatAreOpenAtTheEndAreReportedThere) {
  EXPECT_EQ(check(".if defined(X)\n.if defined(Y)\n" + std::string(kListen)).rules,
            "unclosed-conditional:8 nothing-to-serve:1");
}

TEST(Predicates, NeedTheirArguments) {
  EXPECT_EQ(check(".if streq(a)\n.endif\n" + std::string(kListen)).rules, "malformed-predicate:1");
}

TEST(Peers, HaveNamesOfTheirOwnWhereTheLocalOneIsKnown) {
  const std::string peers = "peers p\n peer me 192.0.2.1:1\n peer a 192.0.2.2:1\n peer a 192.0.2.3:1\n";
  EXPECT_EQ(listen(peers), "");
  EXPECT_EQ(check("global\n localpeer me\n" + std::string(kListen) + peers).rules, "duplicate-name:11");
  EXPECT_EQ(check("global\n localpeer me\n" + std::string(kListen) + "peers p\n server me 192.0.2.1:1\n").rules,
            "local-peer-address:10");
  EXPECT_EQ(listen("peers p\n server a 192.0.2.1\n"), "missing-port:8");
  EXPECT_EQ(listen("peers p\n peer a\n"), "peer-without-address:8");
}

TEST(Filters, CompressBehindTheCache) {
  const std::string cache = "cache c\n total-max-size 4\n";
  EXPECT_EQ(listen(" filter cache c\n filter compression\n" + cache), "");
  EXPECT_EQ(listen(" filter compression\n filter cache c\n" + cache), "filter-order:7");
  EXPECT_EQ(listen(" filter cache c\n filter cache c\n" + cache), "duplicate-name:8");
}

TEST(LogBackends, ChooseServersInTheirOwnWays) {
  EXPECT_EQ(listen("backend b\n mode log\n balance sticky\n"), "");
  EXPECT_EQ(listen("backend b\n mode log\n balance source\n"), "balance-for-logs:9");
}

TEST(ThreadGroups, NeedThreads) {
  const std::string four = "global\n nbthread 4\n thread-groups 2\n";
  EXPECT_EQ(check(four + " thread-group 1 1-2\n" + kListen).rules, "");
  EXPECT_EQ(check(four + " thread-group 1 1-4\n" + kListen).rules, "thread-groups:3");
  EXPECT_EQ(check(four + " thread-group 1 1-3\n thread-group 2 3-4\n" + kListen).rules, "thread-groups:5");
  EXPECT_EQ(check(four + kListen + " bind :81 thread 3/1\n").rules, "thread-groups:10");
}

TEST(Groups, OfHttpAuthStandInTheList) {
  const std::string users = "userlist u\n group g\n";
  EXPECT_EQ(listen(" http-request deny if { http_auth_group(u) g }\n" + users), "");
  EXPECT_EQ(listen(" http-request deny if { http_auth_group(u) h }\n" + users), "unknown-reference:7");
}

TEST(SectionLines, HoldANameAndNothingElse) {
  EXPECT_EQ(listen("cache c 4\n total-max-size 4\n"), "unexpected-argument:7");
  EXPECT_EQ(listen("fcgi-app a b\n docroot /srv\n"), "unexpected-argument:7");
}

TEST(StickRules, NameTablesThatAreThere) {
  EXPECT_EQ(listen(" stick on src table t\nbackend t\n stick-table type ip size 1k\n"), "");
  EXPECT_EQ(listen(" stick on src table t\nbackend t\n"), "unknown-reference:7");
  const std::string copied = " stick-table type ip size 1k write-to t\n";
  EXPECT_EQ(listen(copied + "backend t\n stick-table type ip size 1k\n"), "");
  EXPECT_EQ(listen(copied + "backend t\n"), "unknown-reference:7");
}

TEST(Acme, SectionsAreExperimentalAndNamedByCertificates) {
  const std::string acme = "acme a\n directory https://acme.example/\n";
  EXPECT_EQ(listen(acme), "experimental-keyword:7");
  const std::string leave = "global\n expose-experimental-directives\n";
  EXPECT_EQ(check(leave + acme + "crt-store s\n load crt a.pem acme a\n" + kListen).rules, "");
  EXPECT_EQ(check(leave + acme + "crt-store s\n load crt a.pem acme b\n" + kListen).rules, "unknown-reference:6");
}

TEST(DefaultPath, SaysWhereFilesCountFrom) {
  TextFiles files;
  files.folders = {"/srv", "conf"};
  files.texts["conf/503.http"] = "HTTP/1.0 503 No\r\n\r\n";
  const std::string page = std::string(kListen) + " errorfile 503 503.http\n";
  EXPECT_EQ(check(page, &files).rules, "missing-file:7");
  EXPECT_EQ(check("global\n default-path config\n" + page, &files).rules, "");
  EXPECT_EQ(check("global\n default-path origin /srv\n" + page, &files).rules, "missing-file:9");
  EXPECT_EQ(check("global\n default-path origin /none\n" + std::string(kListen), &files).rules, "missing-file:2");
}

TEST(LuaScripts, AreCompiledButNotRun) {
  TextFiles files;
  const auto found = [&](const std::string& script) {
    files.texts["s.lua"] = script;
    return check("global\n lua-load s.lua\n" + std::string(kListen), &files, Version::v3_0).rules;
  };
  EXPECT_EQ(found("core.register_init(function() nowhere() end)\n"), "");
  EXPECT_EQ(found("#!/usr/bin/lua\nreturn 1\n"), "");
  EXPECT_EQ(found("\xef\xbb\xbfreturn 1\n"), "");
  EXPECT_EQ(found(""), "");
  EXPECT_EQ(found("one\ntwo\n"), "malformed-lua:2");
  EXPECT_EQ(found("local x = (\n"), "malformed-lua:2");
  EXPECT_EQ(found("\x1bLua"), "") << "compiled scripts are taken as they are";
  EXPECT_EQ(found(std::string(300000, '(')), "malformed-lua:2") << "nesting ends somewhere";
}

TEST(Rings, AreKeptInAFolderThatIsThere) {
  TextFiles files;
  files.folders = {"/var/log"};
  const std::string ring = "ring r\n format rfc5424\n size 32768\n backing-file ";
  EXPECT_EQ(check(kListen + ring + "/var/log/r\n", &files).rules, "");
  EXPECT_EQ(check(kListen + ring + "r\n", &files).rules, "");
  EXPECT_EQ(check(kListen + ring + "/nowhere/r\n", &files).rules, "missing-file:10");
  EXPECT_EQ(check(kListen + ring + "/nowhere/r\n").rules, "") << "files are not looked at";
}

TEST(TicketKeys, AreThreeOrMore) {
  TextFiles files;
  const std::string key(64, 'A');
  files.texts["good"] = key + "\n" + key + "\n" + key + "\n";
  files.texts["few"] = key + "\n" + key + "\n";
  EXPECT_EQ(check(std::string(kListen) + " bind :81 tls-ticket-keys good\n", &files).rules, "");
  EXPECT_EQ(check(std::string(kListen) + " bind :81 tls-ticket-keys few\n", &files).rules, "missing-file:7");
}

TEST(Spoe, FilesHoldAnAgentWithItsMessagesAndBackend) {
  TextFiles files;
  const auto found = [&](const std::string& agent, const std::string& mode = "tcp") {
    files.texts["spoe.cfg"] = "[waf]\n" + agent;
    return check(std::string(kListen) +
                     " filter spoe engine waf config spoe.cfg\n http-request send-spoe-group waf g\n" +
                     "backend b\n mode " + mode + "\n timeout connect 1s\n timeout server 1s\n server s 192.0.2.1:1\n",
                 &files)
        .rules;
  };
  const std::string good =
      "spoe-agent a\n messages m\n groups g\n timeout processing 1s\n use-backend b\nspoe-message m\n args ip=src\n"
      " event on-frontend-http-request\nspoe-group g\n messages m\n";
  EXPECT_EQ(found(good), "");
  EXPECT_EQ(found(good, "http"), "spoe-file:7");
  EXPECT_EQ(found("spoe-message m\n"), "spoe-file:7") << "no agent";
  for (const char* const wrong : {" argss\n", "[e] x\n", "spoe-message n\n event on-nothing\n", "spoe-message m\n",
                                  "spoe-message n\n args path\n event on-client-session\n"})
    EXPECT_TRUE(found(good + wrong).ends_with("spoe-file:7")) << wrong << found(good + wrong);
  for (const char* const wrong : {" max-frame-size 255\n", " max-frame-size 16381\n", " timeout processing x\n",
                                  " messages m\n", " option var-prefix a-b\n", " timeout other 1s\n"})
    EXPECT_EQ(found("spoe-agent a\n messages m\n" + std::string(wrong)), "spoe-file:7 spoe-file:7") << wrong;
  EXPECT_EQ(found(good + "spoe-message n\n args path\n event on-frontend-http-request\n"), "");
  EXPECT_EQ(found(good + "spoe-group unused\n messages nowhere\n"), "");
  EXPECT_EQ(found("spoe-agent a\n timeout processing 1s\n use-backend b\n"),
            "spoe-agent-without-messages:7 spoe-file:8")
      << "no group g";
  EXPECT_EQ(found("spoe-agent a\n messages m\n groups g\n use-backend b\nspoe-group g\n"),
            "missing-timeout:7 spoe-file:7")
      << "no message m";
  EXPECT_EQ(found("spoe-agent a\n groups g\n use-backend b\nspoe-group g\n"), "missing-timeout:7");
}

}  // namespace
}  // namespace hapax::config
