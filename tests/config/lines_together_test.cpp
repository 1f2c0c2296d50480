// Lines that bear on each other in one section, or on sections of one name: which of them HAProxy forgets, names or
// counts. Each configuration was given to HAProxy 2.6, 3.0 and 3.2, which say the same unless a version is named.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

// The lines begin at line 7.
std::string listen(const std::string& lines, Version target = Version::v3_2) {
  return check_text(kListen + lines, target);
}

TEST(Variables, OfGlobalSectionsAreKnownToAllLinesFrom32On) {
  const std::string below = "global\n .if defined(A)\n nosuch\n .endif\n setenv A 1\n" + std::string(kListen);
  EXPECT_EQ(check_text(below, Version::v3_2), "unknown-keyword:3");
  EXPECT_EQ(check_text(below, Version::v3_0), "");
  const std::string alert = "global\n .if !defined(A)\n .alert a\n .endif\n presetenv A 1\n" + std::string(kListen);
  EXPECT_EQ(check_text(alert, Version::v3_2), "");
  EXPECT_EQ(check_text(alert, Version::v3_0), "configuration-alert:3");
  EXPECT_EQ(check_text("global\n setenv A 1\n unsetenv A\n .if defined(A)\n nosuch\n .endif\n" + std::string(kListen)),
            "");
  EXPECT_EQ(check_text(std::string(kListen) + " timeout queue \"$A\"\nglobal\n setenv A x\n"), "invalid-time:7");
}

TEST(CheckRules, RunWhereAnotherKindOfCheckIsChosenBelowThem) {
  EXPECT_EQ(listen(" http-check expect status 200\n"), "check-rules-unused:7");
  EXPECT_EQ(listen(" option redis-check\n http-check expect status 200\n"), "check-rules-unused:8");
  EXPECT_EQ(listen(" http-check expect status 200\n option redis-check\n"), "") << "HAProxy forgets them";
  EXPECT_EQ(check_text("defaults\n http-check expect status 200\n" + std::string(kListen)), "");
}

TEST(CheckSettings, AreForHttpChecks) {
  EXPECT_EQ(listen(" http-check send-state\n"), "");
  EXPECT_EQ(listen(" option redis-check\n http-check disable-on-404\n"), "check-rules-unused:8");
}

TEST(Persistence, ByRdpCookieNeedsPorts) {
  EXPECT_EQ(listen(" persist rdp-cookie\n server a 192.0.2.1\n"), "persistence-without-port:8");
  EXPECT_EQ(listen(" persist rdp-cookie\n server a 192.0.2.1:+1\n"), "persistence-without-port:8");
  EXPECT_EQ(listen(" persist rdp-cookie\n server a 192.0.2.1:3389\n"), "");
}

TEST(StatsUsers, CountOnce) {
  EXPECT_EQ(listen(" stats auth a:b\n stats auth a:c\n"), "list-member-repeated:8");
  EXPECT_EQ(listen(" stats auth a:b\n stats auth c:b\n"), "");
  EXPECT_EQ(check_text("defaults\n stats auth a:b\n" + std::string(kListen) + " stats auth a:c\n"), "");
}

TEST(RateLimits, AreNoticedWhereTheyAreSetTwice) {
  EXPECT_EQ(listen(" rate-limit sessions 5\n rate-limit sessions 6\n"), "setting-repeated:8");
  EXPECT_EQ(check_text("defaults\n rate-limit sessions 5\n" + std::string(kListen) +
                       " rate-limit sessions 5\n rate-limit sessions 6\n"),
            "");
}

TEST(Formats, AreReadWhereSomeFrontendUsesThem) {
  EXPECT_EQ(listen(" log global\n log-format %[nope]\n log-format %ci\n"), "log-format-unused:9");
  EXPECT_EQ(check_text("defaults\n unique-id-format %[nope]\n" + std::string(kListen)), "unknown-fetch:2");
  EXPECT_EQ(check_text("defaults\n unique-id-format %[nope]\n" + std::string(kListen) + " unique-id-format %ci\n"), "");
}

TEST(Formats, AreNamedByTheLastLineWithOneUpTo28) {
  const std::string tcp =
      " mode tcp\n log 192.0.2.1 local0\n option httplog\n tcp-request content set-var-fmt(txn.a) x\n";
  EXPECT_EQ(listen(tcp, Version::v2_6), "log-format-needs-http:10");
  EXPECT_EQ(listen(tcp, Version::v3_0), "log-format-needs-http:9");
}

TEST(UnixSockets, HaveOneShard) {
  EXPECT_EQ(listen(" bind /run/x.sock shards 2\n"), "shards-ignored:7");
  EXPECT_EQ(listen(" bind /run/x.sock shards 1\n bind :81 shards 2\n"), "");
}

TEST(MasterWorker, ServesWithoutListenersUpTo30) {
  EXPECT_EQ(check_text("global\n master-worker\nbackend b\n", Version::v3_0), "");
  EXPECT_EQ(check_text("global\nbackend b\n", Version::v3_0), "nothing-to-serve:2");
}

TEST(Rings, ThatAreRefusedHaveNoLines) {
  EXPECT_EQ(check_text("ring stderr\n format raw\n" + std::string(kListen)),
            "line-of-refused-section:2 duplicate-section-name:1");
}

TEST(Userlists, OfOneNameAreOneList) {
  EXPECT_EQ(check_text("userlist u\n user a password x\nuserlist u\n user a password y\n" + std::string(kListen)),
            "list-member-repeated:4 duplicate-section-name:3");
}

TEST(Caches, MayStandAboveTheCompressionFilter) {
  const std::string cache = "cache c\n total-max-size 4\n";
  EXPECT_EQ(listen(" http-request cache-use c\n filter compression\n" + cache), "");
  EXPECT_EQ(listen(" filter compression\n http-request cache-use c\n" + cache), "filter-order:8");
}

TEST(Options, OfOneSideAreNotInheritedByTheOther) {
  const std::string tcp = std::string(kListen) + "frontend f\n mode tcp\n bind :81\n timeout client 1s\n";
  EXPECT_EQ(check_text("defaults\n option http-pretend-keepalive\n" + tcp), "");
  EXPECT_EQ(check_text("defaults\n option http-ignore-probes\n" + tcp), "needs-http-mode:2");
}

TEST(Acls, OfOneNameMatchWhereAllTheirLinesDo) {
  const std::string acls = " acl a path /x\n acl a src 192.0.2.1\n";
  EXPECT_EQ(listen(acls + " http-request deny if a\n"), "");
  EXPECT_EQ(listen(acls + " http-response deny if a\n"), "acl-never-matches:9");
}

TEST(LinesOfManyWords, AreNotReadUpTo30) {
  std::string words;
  for (int i = 0; i < 64; ++i) words += " 192.0.2.1";
  const std::string acl = " acl a src" + words + "\n http-request deny if a\n";
  EXPECT_EQ(listen(acl), "too-many-words:7");
  EXPECT_EQ(listen(acl, Version::v3_0), "too-many-words:7 unknown-acl:8");
  const std::string block = ".if defined(A)" + words + "\n.endif\n" + kListen;
  EXPECT_EQ(check_text(block), "too-many-words:1 lone-conditional:2");
}

TEST(Sections, BelowASpoeFilterWithoutItsFileAreUnknownTo32) {
  TextFiles files;
  const std::string text =
      kListen + std::string(" filter spoe config nosuch\nbackend b\nuserlist u\n user a password b\n");
  EXPECT_EQ(check_text(text, Version::v3_2, {}, &files),
            "missing-file:7 keyword-outside-section:9 line-of-refused-section:10");
}

TEST(SpoeFilters, ReadTheFileThatIsNamedLast) {
  TextFiles files;
  files.texts["there"] = "";
  const auto named = [&files](const std::string& options) {
    return check_text(kListen + (" filter spoe " + options + "\nuserlist u\n"), Version::v3_2, {}, &files);
  };
  EXPECT_EQ(named("config there config nosuch"), "missing-file:7 keyword-outside-section:8");
  EXPECT_EQ(named("config nosuch config there"), "spoe-file:7");
}

}  // namespace
}  // namespace hapax::config
