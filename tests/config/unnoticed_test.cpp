// What HAProxy warns of when it has read all lines: settings that have no effect, or not the one they look like. Each
// configuration was given to HAProxy 2.6, 3.0 and 3.2, which say the same unless a version is named.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

const std::string kTimes = " timeout client 1s\n timeout connect 1s\n timeout server 1s\n";

// The lines of the section begin at line 7.
std::string listen(const std::string& lines, Version target = Version::v3_2) {
  return check_text(kListen + lines, target);
}

// The lines of the backend begin at line 9.
std::string backend(const std::string& lines, Version target = Version::v3_2) {
  return check_text("defaults\n mode http\n" + kTimes + "listen l\n bind :80\nbackend b\n" + lines, target);
}

// The lines of the peers section begin at line 4, and something listens.
std::string peers(const std::string& lines, Version target = Version::v3_2) {
  return check_text("global\n localpeer l\npeers p\n" + lines, target);
}

TEST(BalanceHash, FindsNothingBelowHttp) {
  EXPECT_EQ(backend(" balance hash req.ssl_sni\n"), "below-http:8");
  EXPECT_EQ(backend(" balance hash req.payload(0,4)\n"), "below-http:8");
  EXPECT_EQ(backend(" balance hash src\n"), "");
  EXPECT_EQ(backend(" mode tcp\n balance hash req.ssl_sni\n"), "");
}

TEST(BalanceHash, IsReadInFrontendsWhereItStandsItself) {
  EXPECT_EQ(check_text("defaults\n balance hash nosuch\n" + kTimes + "frontend f\n bind :80\n"), "");
  EXPECT_EQ(check_text("defaults\n" + kTimes + "frontend f\n bind :80\n balance hash nosuch\n"),
            "ignored-keyword:7 unknown-fetch:5");
}

TEST(BalanceLogHash, IsForLogs) {
  EXPECT_EQ(backend(" balance log-hash lower\n"), "hash-needs-logs:9");
  EXPECT_EQ(backend(" mode tcp\n balance log-hash lower\n"), "hash-needs-logs:10");
  EXPECT_EQ(backend(" disabled\n balance log-hash lower\n"), "");
  EXPECT_EQ(backend(" mode log\n balance log-hash lower\n"), "");
  const std::string inherited = "defaults\n balance log-hash lower\n" + kTimes;
  EXPECT_EQ(check_text(inherited + "frontend f\n bind :80\n"), "");
  EXPECT_EQ(check_text(inherited + "listen l\n bind :80\n"), "hash-needs-logs:2");
}

TEST(Dispatch, IsNotUsedWhereServersAreChosen) {
  EXPECT_EQ(backend(" dispatch 192.0.2.1:80\n"), "");
  EXPECT_EQ(backend(" balance source\n dispatch 192.0.2.1:80\n"), "dispatch-with-balance:10");
  EXPECT_EQ(backend(" balance source\n dispatch 192.0.2.1:80\n disabled\n"), "");
}

TEST(Upgrades, NeedABackendOfHttp) {
  const auto upgrade = [](const std::string& lines) {
    return check_text("listen l\n mode tcp\n bind :80\n" + kTimes +
                      " tcp-request content switch-mode http if HTTP\n server s 192.0.2.1:80\n" + lines);
  };
  EXPECT_EQ(upgrade(""), "upgrade-without-backend:7");
  EXPECT_EQ(upgrade(" use_backend b if FALSE\nbackend b\n mode http\n timeout connect 1s\n timeout server 1s\n"), "");
}

TEST(LogFormats, OfHttpAreNotForTcpInBackendsEither) {
  EXPECT_EQ(backend(" mode tcp\n option httplog\n"), "ignored-keyword:10 log-format-needs-http:10");
  EXPECT_EQ(backend(" mode http\n option httplog\n"), "ignored-keyword:10");
}

TEST(Shards, AreNotForTheLocalPeer) {
  EXPECT_EQ(peers(" shards 2\n peer l 192.0.2.1:1 shard 1\n peer m 192.0.2.1:2 shard 2\n"), "shard-ignored:5");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n peer m 192.0.2.1:2 shard 2\n"), "shard-ignored:5");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n peer m 192.0.2.1:2 shard 2\n shards 2\n"), "");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n peer m 192.0.2.1:2 shard 2\n shards 1\n"), "shard-ignored:5");
}

TEST(Peers, AreNotResolvedWhateverTheDefaultsOfServersSay) {
  EXPECT_EQ(peers(" default-server init-addr none\n peer l 192.0.2.1:1\n"), "peer-option-ignored:5");
  EXPECT_EQ(peers(" default-server resolve-net 192.0.2.0/24\n peer l 192.0.2.1:1\n"), "");
}

TEST(Peers, ListenOnceIn26WhereALineHasNoAddress) {
  EXPECT_EQ(peers(" bind\n bind :1\n server l\n", Version::v2_6), "");
  EXPECT_EQ(peers(" bind :1\n bind\n server l\n", Version::v2_6), "second-listener:5");
}

TEST(Peers, AreNotWarnedOfForChecksThatAreOff) {
  EXPECT_EQ(peers(" peer l 192.0.2.1:1 check\n"), "peer-option-ignored:4");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1 check no-check\n"), "");
  EXPECT_EQ(peers(" default-server check\n peer l 192.0.2.1:1 no-check\n"), "");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1 no-check check\n"), "peer-option-ignored:4");
}

TEST(Peers, AreToldThatQuicIsEncrypted) {
  EXPECT_EQ(peers(" bind quic4@192.0.2.1:443\n server l\n"), "quic-without-ssl:4 bind-without-certificate:4");
  EXPECT_EQ(peers(" default-bind ssl crt x.pem\n bind quic4@192.0.2.1:443\n server l ssl verify none\n"), "");
}

TEST(ThreadGroups, NameEachThreadOnce) {
  const auto group = [](const std::string& threads) {
    return check_text("global\n nbthread 4\n thread-group 1 " + threads + "\n" + kListen);
  };
  EXPECT_EQ(group("1-2 3-4"), "");
  EXPECT_EQ(group("1-4 3"), "thread-groups:3");
}

TEST(CpuMaps, NameAllThreadsOrNone) {
  const auto map = [](const std::string& lines, Version target = Version::v3_2) {
    return check_text("global\n nbthread 4\n" + lines + kListen, target);
  };
  EXPECT_EQ(map(" cpu-map auto:1/1-2 0-1\n"), "threads-without-cpu:3");
  EXPECT_EQ(map(" cpu-map auto:1/1-2 0-1\n", Version::v2_6), "");
  EXPECT_EQ(map(" cpu-map auto:1/all 0\n"), "threads-without-cpu:3") << "one CPU is for one thread";
  EXPECT_EQ(map(" cpu-map 1/odd 5\n"), "threads-without-cpu:3");
  EXPECT_EQ(map(" cpu-map 1/1-3 5\n cpu-map 1/4 500\n"), "");
  EXPECT_EQ(map(" cpu-map 1 0\n"), "") << "the whole group";
  EXPECT_EQ(map(" cpu-map 2/1 0\n"), "") << "there is no such group";
  EXPECT_EQ(map(" thread-groups 2\n cpu-map 2 0\n", Version::v3_0), "threads-without-cpu:4");
  EXPECT_EQ(map(" thread-groups 2\n cpu-map 2 0\n"), "") << "3.2 asks the first thread";
  EXPECT_EQ(check_text("global\n cpu-map 1/1 0\n" + std::string(kListen)), "") << "how many there are depends";
}

TEST(TlsVersions, AreNotAskedOfQuic) {
  EXPECT_EQ(listen(" bind :443 ssl crt x.pem ssl-max-ver TLSv1.1\n"), "tls-versions-unclear:7");
  EXPECT_EQ(listen(" bind quic4@:443 ssl crt x.pem ssl-max-ver TLSv1.1\n"), "");
  EXPECT_EQ(listen(" bind quic4@:443 ssl crt x.pem curves nosuch\n"), "invalid-tls-algorithm:7");
}

TEST(Rings, HaveLessRoomForEventsInAFileOf26) {
  const auto ring = [](const std::string& lines, Version target = Version::v2_6) {
    return check_text("ring r\n" + lines + kListen, target);
  };
  EXPECT_EQ(ring(" backing-file ring.bin\n"), "ring-event-too-long:2");
  EXPECT_EQ(ring(" backing-file ring.bin\n", Version::v3_0), "");
  EXPECT_EQ(ring(" maxlen 16312\n backing-file ring.bin\n"), "");
  EXPECT_EQ(ring(" maxlen 16313\n backing-file ring.bin\n"), "ring-event-too-long:2");
  EXPECT_EQ(ring(" size 16385\n backing-file ring.bin\n"), "") << "one page more";
}

TEST(Quic, NeedsModeHttp) {
  const auto inherits = [](const std::string& mode) {
    return check_text("global\n limited-quic\ndefaults d\n timeout client 1s\n mode " + mode +
                      "\nfrontend f from d\n bind quic4@:443 ssl crt x.pem\n");
  };
  EXPECT_EQ(inherits("http"), "");
  EXPECT_EQ(inherits("tcp"), "protocol-not-usable:7");
  EXPECT_EQ(inherits("spop"), "protocol-not-usable:7");
}

TEST(InspectDelays, AreNotSetAgainWhereTheyAreInherited) {
  const auto delays = [](const std::string& first, const std::string& second) {
    return check_text("defaults d\n mode http\n" + kTimes + " tcp-request inspect-delay " + first +
                      "\nlisten l from d\n bind :80\n tcp-request inspect-delay " + second + "\n");
  };
  EXPECT_EQ(delays("5s", "5s"), "setting-repeated:9");
  EXPECT_EQ(delays("0", "5s"), "");
}

TEST(Traces, HaveFewerSourcesIn30) {
  const auto trace = [](const std::string& words) {
    return check_text("global\n expose-experimental-directives\n trace " + words + "\n" + kListen, Version::v3_0);
  };
  EXPECT_EQ(trace("h1 level error") + trace("0"), "");
  for (const char* const unknown : {"all level error", "ssl level error", "h1 follow h2"})
    EXPECT_EQ(trace(unknown), "invalid-choice:3") << unknown;
}

TEST(Traces, NameEventsOfTheirSource) {
  const auto trace = [](const std::string& words) { return check_text("traces\n trace " + words + "\n" + kListen); };
  for (const char* const known : {"h1 event +h1c_new", "h1 start !h1c_new", "quic event any", "h2 start now"})
    EXPECT_EQ(trace(known), "") << known;
  for (const char* const unknown : {"h1 event nosuch", "h1 stop +h2c_new", "h1 event now"})
    EXPECT_EQ(trace(unknown), "invalid-choice:2") << unknown;
}

TEST(Prefixes, OfSocketsAreSetOnce) {
  EXPECT_EQ(check_text("global\n unix-bind prefix /a\n unix-bind mode 600 prefix /b\n" + std::string(kListen)),
            "setting-repeated:3");
  EXPECT_EQ(check_text("global\n unix-bind prefix /a\n unix-bind mode 600\n" + std::string(kListen)), "");
}

TEST(HttpFormats, OfChecksCountInTcpUpTo26) {
  const std::string lines = " mode tcp\n option httpchk\n http-check set-var-fmt(check.a) %[res.hdr(a)]\n";
  EXPECT_EQ(backend(lines, Version::v2_6), "log-format-needs-http:11");
  EXPECT_EQ(backend(lines, Version::v3_0), "");
}

TEST(Logs, AreNotTakenByQuic) {
  const std::string tail = "\n log 192.0.2.1:514 local0\n timeout client 1s\n";
  EXPECT_EQ(check_text("log-forward f\n bind quic4@:514 ssl crt x.pem" + tail), "protocol-not-usable:2");
  EXPECT_EQ(check_text("log-forward f\n dgram-bind /x shards 2" + tail), "shards-ignored:2");
}

TEST(Stores, KnowEntriesWhoseSectionOfAcmeIsMissing) {
  EXPECT_EQ(
      check_text("global\n expose-experimental-directives\ncrt-store s\n load crt a.pem acme a\n load crt a.pem\n" +
                 std::string(kListen)),
      "unknown-reference:4 duplicate-store-entry:5");
}

TEST(Peers, SpeakTlsOnBothSides) {
  const std::string certificate = " ssl crt x.pem\n";
  EXPECT_EQ(peers(" bind :1" + certificate + " server l\n"), "peer-tls-one-sided:4");
  EXPECT_EQ(peers(" bind :1" + certificate + " server l ssl verify none\n"), "");
  EXPECT_EQ(peers(" default-bind" + certificate + " bind :1\n server l\n"), "peer-tls-one-sided:5");
  EXPECT_EQ(peers(" server l\n bind :1" + certificate), "peer-tls-one-sided:4");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1 ssl verify none\n"), "peer-tls-one-sided:4");
  EXPECT_EQ(peers(" server l ssl verify none\n"), "") << "nothing listens";
}

TEST(Peers, ServeWithoutAnAddress) { EXPECT_EQ(peers(" server l\n server m 192.0.2.1:1\n"), ""); }

TEST(Mailers, AreRemovedWhereNoProxySendsMails) {
  const std::string mailers = "mailers m\n";
  const std::string alerts = " email-alert mailers m\n email-alert from a@b\n email-alert to a@b\n";
  EXPECT_EQ(listen(mailers, Version::v3_0), "incomplete-mailers:7");
  EXPECT_EQ(listen(alerts + mailers, Version::v3_0), "");
  EXPECT_EQ(listen(" email-alert mailers m\n" + mailers, Version::v3_0),
            "incomplete-mailers:8 incomplete-email-alert:7");
  EXPECT_EQ(backend(alerts + " disabled\n" + mailers, Version::v3_0), "incomplete-mailers:13");
}

TEST(DynamicCookies, DifferByAddressAndPort) {
  const std::string dynamic = " cookie SRV insert dynamic\n dynamic-cookie-key k\n server a 192.0.2.1:80\n";
  EXPECT_EQ(backend(dynamic + " server b 192.0.2.1:80\n"), "equal-dynamic-cookies:12");
  EXPECT_EQ(backend(dynamic + " server b 192.0.2.1:80\n server c 192.0.2.1:80\n"),
            "equal-dynamic-cookies:12 equal-dynamic-cookies:13 equal-dynamic-cookies:13")
      << "of each pair";
  EXPECT_EQ(backend(dynamic + " server b 192.0.2.1:81\n server c 192.0.2.1:80 cookie c\n"), "");
  EXPECT_EQ(backend(" cookie SRV insert dynamic\n dynamic-cookie-key k\n server-template a 2 192.0.2.1:80\n"),
            "equal-dynamic-cookies:11");
}

TEST(DynamicCookies, OfAddressesToBeLookedUpAreComparedLast) {
  const std::string dynamic = " cookie SRV insert dynamic\n dynamic-cookie-key k\n";
  EXPECT_EQ(backend(dynamic + " server a 127.1:80\n server b 127.1:80\n"), "equal-dynamic-cookies:12");
  EXPECT_EQ(backend(dynamic + " server a 127.1:80\n server b 127.0.0.1:80\n"), "equal-dynamic-cookies:11");
  EXPECT_EQ(backend(dynamic + " server a :80\n server b *:80\n"), "equal-dynamic-cookies:12");
}

TEST(Cookies, HaveTheirDomainLookedAtWhereTheRestIsRefused) {
  EXPECT_EQ(backend(" cookie SRV domain localhost nosuch\n"), "unknown-option:9 cookie-domain:9");
  EXPECT_EQ(backend(" cookie SRV nosuch domain localhost\n"), "unknown-option:9");
}

TEST(HeaderNames, AreLookedAtWhereTheConditionIsRefused) {
  EXPECT_EQ(listen(" http-request set-header a:b c if nosuch\n"), "unknown-acl:7 header-name-character:7");
}

TEST(Monitors, LookAtNothingThatTheirAclsNeed) {
  EXPECT_EQ(listen(" monitor fail if { res.hdr(a) -m found }\n"), "");
  EXPECT_EQ(listen(" http-request deny if { res.hdr(a) -m found }\n"), "acl-never-matches:7");
}

TEST(StickRules, OnAnswersMayLookBelowHttp) {
  const std::string table = " stick-table type binary len 32 size 1k\n";
  EXPECT_EQ(backend(table + " stick store-response payload_lv(43,1) if { rep_ssl_hello_type 2 }\n"), "");
  EXPECT_EQ(backend(table + " stick store-request payload_lv(43,1) if { req_ssl_hello_type 1 }\n"), "below-http:10");
}

TEST(LogFormats, OfADefaultsSectionReplaceThoseItInherits) {
  const auto defaults = [](const std::string& lines) {
    return check_text("defaults base\n log stdout local0\n option httplog\n" + kTimes + lines +
                      "frontend f from base\n mode http\n bind :80\n");
  };
  EXPECT_EQ(defaults("defaults x from base\n option tcplog\n"), "log-format-replaced:8");
  EXPECT_EQ(defaults("defaults x from base\n log-format x\n"), "log-format-replaced:8");
  EXPECT_EQ(defaults("defaults x from base\n log-format-sd x\n"), "");
  EXPECT_EQ(defaults("defaults x\n option tcplog\n"), "");
}

TEST(DefaultServers, HaveTheirExpressionsReadForEachServer) {
  const std::string unknown = " default-server sni nosuch\n";
  EXPECT_EQ(backend(unknown + " server a 192.0.2.1:80\n server b 192.0.2.2:80\n"), "unknown-fetch:10 unknown-fetch:11");
  EXPECT_EQ(check_text("defaults\n" + unknown + kTimes + "listen l\n mode http\n bind :80\n server a 192.0.2.1:80\n"),
            "unknown-fetch:9");
  EXPECT_EQ(backend(" default-server track nosuch\n server a 192.0.2.1:80\n"), "unknown-server:10");
}

TEST(Modes, ThatAreRefusedDoNotCount) {
  EXPECT_EQ(
      check_text("defaults\n mode http nosuch\n" + kTimes + "listen l\n bind :80\n server a :80 observe layer7\n"),
      "unexpected-argument:2 needs-mode-http:8");
}

TEST(Logs, GoToServersLikeTcp) {
  const auto log = [](const std::string& lines) {
    return check_text("defaults d\n mode log\n" + kTimes + "defaults t\n mode tcp\n" + kTimes +
                      "listen l from t\n bind :80\nlisten x from d\n bind :81\n" + lines);
  };
  EXPECT_EQ(log(" server s 192.0.2.1:514 proto none\n balance roundrobin\n"), "");
  EXPECT_EQ(log(" server s 192.0.2.1:514 proto h1\n"), "protocol-not-usable:15");
  EXPECT_EQ(log(" balance source\n"), "balance-for-logs:15");
  EXPECT_EQ(log(" balance uri\n"), "hash-needs-http:15") << "which is round robin then";
  EXPECT_EQ(log(" balance log-hash field(2,x),lower\n"), "");
  EXPECT_EQ(log(" balance log-hash src\n"), "unknown-converter:15");
  EXPECT_EQ(log(" balance log-hash field(2)\n"), "call-arguments:15");
}

TEST(Formats, ThatShowHttpAreWarnedOfWhereTheModeChangesBelowThem) {
  const auto listen = [](const std::string& lines) {
    return check_text("defaults\n mode http\n" + kTimes + "listen l\n bind :80\n" + lines, Version::v2_6);
  };
  EXPECT_EQ(listen(" http-request set-header x %HM\n mode tcp\n"), "needs-http-mode:8 log-format-needs-http:8");
  EXPECT_EQ(listen(" http-request set-header x %TR\n mode tcp\n"), "needs-http-mode:8");
  EXPECT_EQ(listen(" mode tcp\n http-request set-header x %ST\n"), "needs-http-mode:9 log-format-needs-http:9");
}

TEST(Logs, HaveNoUseForLinesAboutConnections) {
  const auto log = [](const std::string& lines) {
    return check_text("defaults t\n mode tcp\n" + kTimes +
                      "listen l from t\n bind :80\nlisten x from t\n mode log\n bind :81\n" + lines);
  };
  EXPECT_EQ(log(" stick-table type ip size 1k\n"), "ignored-for-logs:11");
  EXPECT_EQ(log(" tcp-request content accept\n tcp-request session accept\n"), "rule-order:12 ignored-for-logs:12");
  EXPECT_EQ(log(" tcp-request inspect-delay 5s\n tcp-response content accept\n"), "ignored-for-logs:12");
  EXPECT_EQ(log(" log-steps all\n http-send-name-header x\n"), "ignored-for-logs:11 ignored-for-logs:12");
  EXPECT_EQ(log(" dynamic-cookie-key x\n"), "ignored-for-logs:11");
  EXPECT_EQ(log(" server s udp@192.0.2.1:514\n use-server s if TRUE\n"), "ignored-for-logs:12");
  EXPECT_EQ(log(" option tcplog\n"), "") << "it needs no target";
}

TEST(Frontends, InheritModeLogOnlyBesideABalanceThatFits) {
  const auto log = [](const std::string& lines) {
    return check_text("defaults d\n mode log\n" + kTimes + "defaults t\n mode tcp\n" + kTimes +
                      "listen l from t\n bind :80\nfrontend x from d\n bind :81\n" + lines);
  };
  EXPECT_EQ(log(""), "frontend-for-logs:13");
  EXPECT_EQ(log(" balance roundrobin\n"), "ignored-keyword:15");
}

TEST(Balance, OfHttpIsAskedForWhereItStandsOrIsInherited) {
  const auto frontend = [](const std::string& defaults, const std::string& lines) {
    return check_text("defaults\n mode tcp\n" + kTimes + defaults + "frontend f\n bind :80\n" + lines);
  };
  EXPECT_EQ(frontend(" balance uri\n", ""), "");
  EXPECT_EQ(frontend("", " balance uri\n"), "ignored-keyword:8 hash-needs-http:8");
}

TEST(Counters, OfRulesInADefaultsSectionHaveNoTableOfTheirOwn) {
  const auto rule = [](const std::string& counter) {
    return check_text("defaults d\n mode http\n" + kTimes + " http-request deny if { " + counter +
                      " gt 1 }\nfrontend f from d\n bind :80\n");
  };
  EXPECT_EQ(rule("sc0_conn_cnt()"), "unknown-reference:6");
  EXPECT_EQ(rule("sc0_conn_cnt"), "");
}

TEST(Names, OfInheritedExpressionsAreMissedWhereTheyAreUsed) {
  EXPECT_EQ(backend(" default-server sni src,table_idle(nosuch)\n server a 192.0.2.1:80\n server b 192.0.2.1:80\n"),
            "unknown-reference:10 unknown-reference:11");
  EXPECT_EQ(backend(" balance hash nbsrv(nosuch)\n server a 192.0.2.1:80\n option httpchk\n"), "unknown-reference:11");
  EXPECT_EQ(check_text("defaults\n mode http\n" + kTimes +
                       " balance hash nbsrv(nosuch)\nlisten l\n bind :80\nbackend b\n server a 192.0.2.1:80\n"),
            "unknown-reference:8 unknown-reference:10");
}

TEST(Formats, OfListsMayLookBelowHttpSince32) {
  const std::string lines = " http-request add-acl(a.acl) %[req.len]\n";
  EXPECT_EQ(backend(lines), "");
  EXPECT_EQ(backend(lines, Version::v3_0), "below-http:9");
}

TEST(Tables, OfRulesWithoutANameAreThoseOfTheirSection) {
  EXPECT_EQ(check_text("defaults\n mode http\n" + kTimes +
                           "frontend api\n bind :80\n http-request track-sc0 src\n"
                           "backend api\n stick-table type ip size 1k\n",
                       Version::v3_0),
            "unknown-reference:8");
}

TEST(Statistics, AreNotThereForADescriptionWithoutText) {
  EXPECT_EQ(check_text("defaults\n mode tcp\n" + kTimes + "listen l\n bind :80\n stats show-desc\n"),
            "show-desc-without-text:8");
}

TEST(Pacing, IsNeededByBbr) {
  const auto bind = [](const std::string& global, const std::string& algorithm) {
    return check_text("global\n expose-experimental-directives\n" + global + kListen +
                      " bind quic4@:443 ssl crt x quic-cc-algo " + algorithm + "\n");
  };
  EXPECT_EQ(bind(" tune.quic.disable-tx-pacing\n", "bbr"), "bbr-without-pacing:10");
  EXPECT_EQ(bind(" tune.quic.disable-tx-pacing\n", "cubic"), "");
  EXPECT_EQ(bind("", "bbr"), "");
}

TEST(AcmeMaps, AreReadBySomething) {
  const std::string acme =
      "global\n expose-experimental-directives\nacme a\n directory https://a\n contact a@b\n map virt@m\n";
  EXPECT_EQ(check_text(acme + kListen), "unknown-reference:3");
  EXPECT_EQ(check_text(acme + kListen + " http-request set-header a %[path,map(virt@m)]\n"), "");
}

TEST(CookieDomains, AreLookedAtOneByOne) {
  EXPECT_EQ(backend(" cookie SRV insert domain localhost domain example.com\n"), "cookie-domain:9");
  EXPECT_EQ(backend(" cookie SRV insert domain a;b\n"), "cookie-domain:9 cookie-character:9");
}

TEST(Shards, HoldForPeersOfSectionsBelowWithoutANumber) {
  const std::string two = " shards 1\n peer l 192.0.2.1:1\npeers q\n peer l 192.0.2.1:1\n peer m 192.0.2.1:2 shard 2\n";
  EXPECT_EQ(peers(two), "shard-ignored:8");
  EXPECT_EQ(peers(" shards -1\n peer l 192.0.2.1:1\n"), "shard-ignored:5");
}

TEST(Rings, AnnounceNoConnections) {
  const std::string times = " timeout connect 1s\n timeout server 1s\n";
  const auto ring = [&](const std::string& server, Version target) {
    return check_text(kListen + ("ring r\n" + times) + " server s 192.0.2.1:1 " + server + "\n", target);
  };
  EXPECT_EQ(ring("send-proxy", Version::v3_0), "ring-option-ignored:10");
  EXPECT_EQ(ring("proxy-v2-options ssl", Version::v3_2), "ring-option-ignored:10");
  EXPECT_EQ(ring("send-proxy", Version::v2_6), "");
  EXPECT_EQ(ring("tfo", Version::v3_2), "fast-open-without-retry:10");
}

TEST(RefusedPrefixes, AreFollowedByTheRestOfTheLineUpTo30) {
  const std::string lines = "global\n no uid 1\n uid 1\n" + std::string(kListen);
  EXPECT_EQ(check_text(lines, Version::v3_0), "prefix-not-possible:2 setting-repeated:3");
  EXPECT_EQ(check_text(lines, Version::v3_2), "prefix-not-possible:2");
  const std::string section = std::string(kListen) + "no userlist u\n user a password x\n";
  EXPECT_EQ(check_text(section, Version::v3_0), "prefix-not-possible:7");
  EXPECT_EQ(check_text(section, Version::v3_2), "prefix-not-possible:7 unknown-keyword:8");
}

// 'default WORD ARGUMENT' is read as 'WORD ARGUMENT ARGUMENT'.
TEST(RefusedPrefixes, LeaveTheLastWordTwiceBehindDefaultUpTo30) {
  const std::string lines = "userlist u\n default group g\n" + std::string(kListen);
  EXPECT_EQ(check_text(lines, Version::v3_0), "prefix-not-possible:2 unknown-option:2");
  EXPECT_EQ(check_text(lines, Version::v3_2), "prefix-not-possible:2");
}

TEST(Upgrades, LetFrontendsOfTcpHaveWhatIsForHttpFrom30On) {
  const std::string frontend =
      "defaults\n" + kTimes + "frontend f\n bind :80\n option forwardfor\n option http-no-delay\n";
  const std::string web = "backend web\n mode http\n";
  EXPECT_EQ(check_text(frontend + " default_backend web\n" + web), "");
  EXPECT_EQ(check_text(frontend + " use_backend web if TRUE\n" + web), "");
  EXPECT_EQ(check_text(frontend + " use_backend %[src]\n"), "");
  EXPECT_EQ(check_text(frontend + " default_backend web\n" + web, Version::v2_8),
            "needs-http-mode:7 needs-http-mode:8");
  EXPECT_EQ(check_text(frontend + " default_backend t\nbackend t\n"), "needs-http-mode:7 needs-http-mode:8");
}

TEST(BalanceOfHttp, IsNotForFrontendsOfTcpEither) {
  EXPECT_EQ(check_text("defaults\n" + kTimes + "frontend f\n bind :80\n balance uri\n"),
            "ignored-keyword:7 hash-needs-http:7");
}

TEST(PeersWithoutAddress, HaveNoOptions) {
  EXPECT_EQ(peers(" bind :1\n default-server check\n server l\n"), "peer-option-ignored:6");
  EXPECT_EQ(peers(" bind :1\n default-server check\n server l\n server m\n"), "peer-option-ignored:6");
  EXPECT_EQ(peers(" bind :1\n server l\n server m 192.0.2.1:1 check nosuch\n"),
            "unknown-option:6 peer-option-ignored:6");
}

TEST(NameServers, OfTheSystemAreReadOnce) {
  EXPECT_EQ(check_text("resolvers r\n parse-resolv-conf\n parse-resolv-conf\n" + std::string(kListen)),
            "name-servers-twice:3");
}

TEST(StatisticsFiles, AreThereAndHoldWhatHaproxyDumps) {
  TextFiles files;
  const auto loaded = [&](const std::string& text, Version target = Version::v3_2) {
    files.texts["file"] = text;
    return check_text("global\n stats-file file\n" + std::string(kListen), target, {}, &files);
  };
  const std::string bad = "unreadable-stats-file:2";
  for (const char* const good :
       {"", "\n", "#fe guid,\n", "#fe guid,stot,\nname,5\n\n#other guid,\n/\n", "#be guid,\r\nname\r\n"})
    EXPECT_EQ(loaded(good), "") << good;
  for (const char* const wrong : {"x\n", "#fe guid\n", "# guid,\n", "#fe name,guid,\n", "#fe guid,\n#be guid\n",
                                  "#fe guid,\na b,5\n", "#be guid,\n,5\n"})
    EXPECT_EQ(loaded(wrong), bad) << wrong;
  EXPECT_EQ(loaded("// a comment\n#fe guid,\n// another\n"), "");
  EXPECT_EQ(loaded("#fe guid,\n// a comment\n", Version::v3_0), bad);
  EXPECT_EQ(check_text("global\n stats-file missing\n" + std::string(kListen), Version::v3_2, {}, &files), bad);
}

TEST(Programs, HaveOneOptionAlsoBehindNo) {
  const auto program = [](const std::string& line) {
    return check_text("global\n master-worker\nprogram p\n command true\n" + line + kListen, Version::v3_0);
  };
  EXPECT_EQ(program(" no option start-on-reload\n"), "");
  EXPECT_EQ(program(" no option keep-conn\n"), "invalid-choice:5");
}

TEST(Captures, OfCookiesAreCut) {
  EXPECT_EQ(listen(" capture cookie a len 64\n"), "capture-truncated:7");
  EXPECT_EQ(listen(" capture cookie a len 63\n"), "");
  EXPECT_EQ(backend(" capture cookie a len 64\n"), "ignored-keyword:9 capture-truncated:9");
  EXPECT_EQ(check_text("global\n tune.http.cookielen 10\n" + std::string(kListen) + " capture cookie a len 11\n"),
            "capture-truncated:9");
}

TEST(Counters, OfConnectionsTakeNoArgument) {
  EXPECT_EQ(listen(" acl a fc_lost(us) 1\n"), "call-argument-unused:7");
  EXPECT_EQ(listen(" http-request set-header a %[fc_retrans()]\n"), "call-argument-unused:7");
  EXPECT_EQ(listen(" acl a fc_lost 1\n"), "");
}

TEST(StateFiles, OfAllServersAreAskedOfFrontendsThatSayItThemselves) {
  const std::string frontend = "frontend f\n mode http\n bind :80\n timeout client 1s\n";
  EXPECT_EQ(check_text(frontend + " load-server-state-from-file global\n"), "ignored-keyword:5 missing-state-file:5");
  EXPECT_EQ(check_text(frontend + " load-server-state-from-file local\n"), "ignored-keyword:5");
}

TEST(Forwarding, IsIgnoredInFrontendsWhateverTheirMode) {
  EXPECT_EQ(check_text("frontend f\n mode tcp\n bind :80\n timeout client 1s\n option forwarded\n"),
            "ignored-keyword:5");
}

TEST(Logs, ComeInWhereALineHasAnAddress) {
  EXPECT_EQ(check_text(kListen + std::string("log-forward g\n bind\n")), "frontend-without-bind:7");
  EXPECT_EQ(check_text(kListen + std::string("log-forward g\n dgram-bind\n")), "frontend-without-bind:7");
}

TEST(Replies, HaveTheirTypeLookedAtWhereTheRestIsRefused) {
  EXPECT_EQ(listen(" http-request deny content-type text/plain nosuch\n"), "unknown-option:7 reply-type-unused:7");
  EXPECT_EQ(listen(" http-request deny content-type text/plain string a nosuch\n"), "unknown-option:7");
}

TEST(Peers, HaveTheirNameLookedAtWhereTheRestIsRefused) {
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n peer /a nosuch\n"),
            "missing-port:5 bad-name-character:5 peer-without-address:5");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n peer /a nosuch\n", Version::v2_6), "bad-name-character:5");
}

TEST(Peers, GetNoIdFromDefaultsIn32) {
  EXPECT_EQ(peers(" default-bind id 5\n peer l 192.0.2.1:1\n"), "thread-groups:4");
  EXPECT_EQ(peers(" peer l 192.0.2.1:1\n default-bind id 5\n"), "");
  EXPECT_EQ(peers(" default-bind id 5\n peer l 192.0.2.1:1\n", Version::v3_0), "");
}

TEST(Threads, AreAtMost64WithoutGroups) {
  const auto bound = [](const std::string& set) {
    return check_text("frontend f\n mode http\n timeout client 1s\n bind :80 thread " + set + "\n");
  };
  EXPECT_EQ(bound("64"), "");
  EXPECT_EQ(bound("65"), "thread-groups:4");
  EXPECT_EQ(bound("3-70"), "");
}

TEST(LuaActions, OfAScriptThatIsLoadedTwiceAreKnown) {
  TextFiles files;
  files.texts["a.lua"] = "core.register_action('a', {'http-req'}, function(txn) end)\n";
  const std::string text = "global\n lua-load a.lua\n lua-load-per-thread a.lua\n" + std::string(kListen);
  EXPECT_EQ(check_text(text + " http-request lua.a x\n", Version::v3_0, {}, &files), "condition-expected:10");
  EXPECT_EQ(check_text(text + " http-request lua.a\n", Version::v3_0, {}, &files), "");
}

TEST(Patterns, AreNotMissedBehindFlags) {
  EXPECT_EQ(listen(" acl a hdr(host)\n"), "acl-without-pattern:7");
  EXPECT_EQ(listen(" acl a hdr(host) -i\n"), "");
  EXPECT_EQ(listen(" acl a path_beg -u 5\n"), "");
}

TEST(Times, HaveWhatIsBehindTheirUnitLookedAtFirst) {
  EXPECT_EQ(check_text("global\n tune.idletimer 70sx\n" + std::string(kListen)),
            "text-behind-time:2 value-out-of-range:2");
  EXPECT_EQ(listen(" timeout queue 30dx\n"), "text-behind-time:7 invalid-time:7");
}

TEST(FastCgiApplications, HaveConditionsOfWhichOnlyWeSayThatTheyNeverHold) {
  const LoadedText loaded(kListen + std::string("fcgi-app a\n docroot /a\n pass-header b if { res.hdr(c) d }\n"));
  ASSERT_EQ(in_short(loaded.sources, loaded.findings), "acl-never-matches:9");
  EXPECT_EQ(loaded.findings.list().front().origin, Origin::hapax);
}

}  // namespace
}  // namespace hapax::config
