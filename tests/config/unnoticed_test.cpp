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

TEST(CookieDomains, AreLookedAtOneByOne) {
  EXPECT_EQ(backend(" cookie SRV insert domain localhost domain example.com\n"), "cookie-domain:9");
  EXPECT_EQ(backend(" cookie SRV insert domain a;b\n"), "cookie-domain:9 cookie-character:9");
}

}  // namespace
}  // namespace hapax::config
