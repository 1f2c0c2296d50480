// Sections beside the proxies: names, members, sizes, and what refers to them.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

std::string listen(const std::string& lines, const std::string& above = "") {
  return check_text(above + kListen + lines);
}

TEST(SectionNames, StandOnceByKind) {
  const std::string resolvers = "resolvers r\n nameserver n 192.0.2.1:53\n";
  EXPECT_EQ(listen(resolvers + resolvers), "duplicate-section-name:9");
  EXPECT_EQ(listen("userlist r\nuserlist r\n"), "duplicate-section-name:8");
  EXPECT_EQ(listen("userlist r\n" + resolvers), "") << "kinds do not share their names";
  EXPECT_EQ(listen("ring buf0\n"), "duplicate-section-name:7");
}

TEST(Peers, ServeByTheListenerOfTheLocalOne) {
  const std::string backend = "backend b\n mode http\n timeout connect 1s\n timeout server 1s\n";
  const auto peers = [&](const std::string& lines) {
    return check_text("global\n localpeer me\n" + backend + "peers p\n" + lines);
  };
  EXPECT_EQ(peers(" peer me 192.0.2.1:1024\n"), "");
  EXPECT_EQ(peers(" bind 192.0.2.1:1024\n server me\n server other 192.0.2.2:1024\n"), "");
  EXPECT_EQ(peers(" peer other 192.0.2.1:1024\n"), "nothing-to-serve:7");
  EXPECT_EQ(peers(" bind 192.0.2.1:1024\n"), "nothing-to-serve:7");
  EXPECT_EQ(peers(" disabled\n peer me 192.0.2.1:1024\n"), "nothing-to-serve:7");
}

TEST(Peers, TakeDefaultsOfServersThatTheyDoNotUse) {
  const std::string peers = "peers p\n bind 192.0.2.1:1024\n server a 192.0.2.2:1024 resolvers r\n";
  const std::string resolvers = "resolvers r\n nameserver n 192.0.2.1:53\n";
  EXPECT_EQ(listen(peers + resolvers), "peer-option-ignored:9");
  EXPECT_EQ(listen("peers p\n default-server resolvers r\n" + resolvers), "");
}

TEST(Rings, ReachNoServerThatWouldConnectByItself) {
  const std::string ring = "ring r\n timeout connect 1s\n timeout server 1s\n server s rhttp@\n";
  EXPECT_EQ(listen(ring, "global\n expose-experimental-directives\n"), "needs-http-mode:12");
}

TEST(References, NameSectionsThatAreThere) {
  EXPECT_EQ(listen(" stick-table type ip size 1m peers p\n"), "unknown-section-reference:7");
  EXPECT_EQ(listen(" server s app.example:80 resolvers r\nresolvers r\n nameserver n 192.0.2.1:53\n"), "");
  EXPECT_EQ(listen(" email-alert from a\n"), "incomplete-email-alert:7");
}

TEST(References, OfDefaultsAreForThoseWhoInherit) {
  const std::string times = " mode http\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";
  const auto inherited = [&](const std::string& line, bool by_frontend) {
    return check_text("defaults d\n" + times + line + "defaults e\n" + times + "backend b from " +
                      (by_frontend ? "e" : "d") + "\n server s 192.0.2.1:80\nfrontend f from " +
                      (by_frontend ? "d" : "e") + "\n bind :80\n default_backend b\n");
  };
  const auto in_rule = [&](const std::string& fetch, bool by_frontend) {
    return inherited(" http-request set-header a %[" + fetch + "]\n", by_frontend);
  };
  EXPECT_EQ(in_rule("srv_conn(s)", false), "unknown-reference:6");
  EXPECT_EQ(in_rule("srv_conn(b/s)", true), "");
  EXPECT_EQ(in_rule("nbsrv", true), "unknown-reference:6");
  EXPECT_EQ(in_rule("nbsrv", false), "");
  EXPECT_EQ(in_rule("fe_conn", false), "unknown-reference:6");
  EXPECT_EQ(in_rule("fe_conn", true), "");
  EXPECT_EQ(in_rule("table_cnt", true), "unknown-reference:6");
  EXPECT_EQ(in_rule("table_cnt(nosuch)", true), "unknown-reference:6");
  EXPECT_EQ(inherited(" http-request track-sc0 src\n", true), "unknown-reference:6");
  EXPECT_EQ(inherited(" log-format %[srv_conn(s)]\n", true), "log-format-unused:6 unknown-reference:6");
  EXPECT_EQ(inherited(" log-format %[srv_conn(s)]\n", false), "") << "a backend writes no log lines of its own";
  EXPECT_EQ(check_text("defaults d\n http-request deny if { http_auth(nosuch) }\n" + std::string(kListen)),
            "unknown-reference:2 defaults-rules-not-inheritable:3");
}

TEST(Backends, HaveTheModeOfThoseThatTheyNameWithoutEffect) {
  const std::string other = "backend o\n timeout connect 1s\n timeout server 1s\n server s 192.0.2.1:80\n";
  const auto backend = [&](const std::string& line) {
    return listen("backend b\n mode http\n timeout connect 1s\n timeout server 1s\n" + line + other);
  };
  EXPECT_EQ(backend(" default_backend o\n"), "ignored-keyword:11 backend-mode-mismatch:7");
  EXPECT_EQ(backend(" use_backend o\n"), "ignored-keyword:11 backend-mode-mismatch:7");
  EXPECT_EQ(backend(" use_backend b\n"), "ignored-keyword:11 use-backend-self:11");
}

TEST(Protocols, FitSideAndMode) {
  EXPECT_EQ(listen(" bind :81 proto h2\n"), "");
  EXPECT_EQ(listen(" bind :81 proto fcgi\n"), "protocol-not-usable:7");
  EXPECT_EQ(listen(" server s 192.0.2.1:80 proto fcgi\n"), "fcgi-without-app:7");
  EXPECT_EQ(listen(" use-fcgi-app a\n server s 192.0.2.1:80\n", "fcgi-app a\n docroot /srv\n"),
            "fcgi-without-server:9");
}

TEST(LogProfiles, NameStepsAndFormats) {
  EXPECT_EQ(listen("log-profile p\n on any format \"%ci\" sd \"x\"\n on close drop\n"), "");
  EXPECT_EQ(listen("log-profile p\n on foo drop\n on any\n on any format\n on any bar\n"),
            "invalid-choice:8 invalid-choice:9 missing-argument:10 invalid-choice:11");
}

TEST(Programs, AreStartedByTheMaster) {
  const std::string program = "program p\n command /bin/true\n";
  EXPECT_EQ(check_text(kListen + program, Version::v3_0), "program-without-master:7");
  EXPECT_EQ(check_text("global\n master-worker\n" + std::string(kListen) + program, Version::v3_0), "");
  EXPECT_EQ(check_text("global\n master-worker\n" + std::string(kListen) + "program p@1/x\n command /bin/true\n",
                       Version::v3_0),
            "");
}

TEST(Rings, KeepEventsThatFit) {
  EXPECT_EQ(listen("ring r\n size 400\n maxlen 300\n"), "ring-event-too-long:9");
  EXPECT_EQ(listen("ring r\n server s 192.0.2.1:514\n"), "missing-timeout:7");
}

TEST(Features, AreMissedWhereTheBuildLacksThem) {
  const std::string text = std::string(kListen) + " bind quic4@:443 ssl crt a.pem\n";
  EXPECT_EQ(check_text(text), "");
  EXPECT_EQ(check_text(text, Version::v3_2, {Feature::quic}), "invalid-address:7");
  EXPECT_EQ(check_text(text, Version::v3_2, {Feature::openssl}), "missing-feature:7");
}

TEST(Lines, EndTheReadingAfterFiftyErrors) {
  std::string text = "global\n";
  for (int i = 0; i < 50; ++i) text += " foo\n";
  const std::string found = check_text(text + " daemon\n" + kListen);
  EXPECT_NE(found.find("too-many-errors:52"), std::string::npos) << found;
  EXPECT_EQ(check_text("global\n foo\n daemon\n" + std::string(kListen)).find("too-many-errors"), std::string::npos);
}

TEST(Lines, KnowTheVariablesThatHaproxySets) {
  const std::string text = "log-profile p\n on any format \"${HAPROXY_TCP_LOG_FMT}\"\n";
  EXPECT_EQ(listen(text), "");
  EXPECT_EQ(listen("log-profile p\n on any format \"${HAPROXY_NONE}\"\n"), "empty-argument:8 missing-argument:8");
}

TEST(LogListeners, SpeakNoHttp) {
  const auto listener = [](const std::string& proto) {
    return check_text("log-forward f\n bind :1514 proto " + proto + "\n log stderr local0\n timeout client 1s\n");
  };
  EXPECT_EQ(listener("none"), "");
  EXPECT_EQ(listener("h1"), "protocol-not-usable:2");
  EXPECT_EQ(listener("fcgi"), "protocol-not-usable:2");
}

// HAProxy 3.2.
TEST(Traces, NameSourcesCommandsAndWhatTheseTake) {
  const auto trace = [](const std::string& words) { return check_text("traces\n trace " + words + "\n" + kListen); };
  for (const char* const fine : {"0", "0 x", "h1 verbosity minimal lock backend", "h1 follow h2", "all level developer",
                                 "h1 sink buf0 start now", "h1 lock h1s", "quic lock qconn", "quic lock session",
                                 "session verbosity default", "h1 event -any"})
    EXPECT_EQ(trace(fine), "") << fine;
  for (const char* const wrong :
       {"nosuch", "h1 nosuch x", "h1 verbosity nosuch", "peers verbosity minimal", "h1 level nosuch", "h1 lock h2s",
        "h1 follow session,thread", "all start now", "all verbosity", "h1 event +rx_body -tx_body"})
    EXPECT_EQ(trace(wrong), "invalid-choice:2") << wrong;
  for (const char* const list : {"", "h1", "h1 level", "all", "h1 event any verbosity"})
    EXPECT_EQ(trace(list), "trace-lists:2") << list;
}

TEST(Rings, HaveOneFileAndServersOfDifferentNames) {
  const auto ring = [](const std::string& lines) {
    return check_text("ring r\n timeout connect 1s\n timeout server 1s\n" + lines + kListen);
  };
  EXPECT_EQ(ring(" backing-file /x\n backing-file /y\n"), "set-twice:5");
  EXPECT_EQ(ring(" backing-file /x\n size 65536\n"), "size-behind-file:5");
  EXPECT_EQ(ring(" size 65536\n backing-file /x\n"), "");
  EXPECT_EQ(ring(" server a 192.0.2.1:1\n server a 192.0.2.2:1\n"), "duplicate-name:5");
  EXPECT_EQ(ring(" server a 192.0.2.1:1\n server b 192.0.2.2:1\n"), "");
}

TEST(Caches, HaveNamesOfThirtyTwoCharacters) {
  EXPECT_EQ(listen("cache " + std::string(32, 'c') + "\n total-max-size 4\n"), "");
  EXPECT_EQ(listen("cache " + std::string(33, 'c') + "\n total-max-size 4\n"), "cache-name-cut:7");
}

}  // namespace
}  // namespace hapax::config
