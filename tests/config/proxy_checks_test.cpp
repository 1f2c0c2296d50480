// What the lines of a proxy show together: steps of checks, ports, certificates, formats, names, inheritance. Each
// configuration was given to HAProxy 2.6, 3.0 and 3.2, which say the same unless a version is named.
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

std::string http_check(const std::string& steps) {
  std::string lines = " option httpchk\n";
  for (const char step : steps)
    lines += step == 'c'   ? " http-check connect port 80\n"
             : step == 's' ? " http-check send uri /\n"
             : step == 'e' ? " http-check expect status 200\n"
                           : " http-check comment x\n";
  return listen(lines);
}

TEST(HttpChecks, AreExchangesInOrder) {
  for (const char* const fine : {"c", "s", "e", "cs", "se", "ee", "cse", "csecs", "csecse", "c#s#e", "see"})
    EXPECT_EQ(http_check(fine), "") << fine;
  EXPECT_EQ(http_check("ce"), "check-step-order:9");
  EXPECT_EQ(http_check("cc"), "check-step-order:9");
  EXPECT_EQ(http_check("csc"), "check-step-order:10");
  EXPECT_EQ(http_check("c#c"), "check-step-order:10");
  EXPECT_EQ(http_check("ss"), "check-step-order:9");
  EXPECT_EQ(http_check("ses"), "check-step-order:10");
  EXPECT_EQ(http_check("sc"), "check-connect-not-first:9");
}

TEST(HttpChecks, BeginAnewBehindARefusedStep) {
  EXPECT_EQ(http_check("ccsec"), "check-step-order:9 check-connect-not-first:12");
  EXPECT_EQ(http_check("cccse"), "check-step-order:9");
  const auto rest = [](const std::string& line) {
    return listen(" option httpchk\n http-check connect\n " + line + "\n http-check send uri /\n" +
                  " http-check expect status 200\n http-check connect\n");
  };
  EXPECT_EQ(rest("http-check expect nosuch"), "unknown-option:9 check-connect-not-first:12");
  EXPECT_EQ(rest("http-check nosuch"), "unknown-keyword:9 check-connect-not-first:12");
  EXPECT_EQ(rest("http-check disable-on-404 x"), "unexpected-argument:9");
}

TEST(HttpChecks, AreInOrderOnlyWhereTheyAreChosen) {
  const std::string twice = " http-check connect port 80\n http-check connect port 80\n";
  EXPECT_EQ(listen(twice), "check-rules-unused:7");
  EXPECT_EQ(listen(" option httpchk\n option tcp-check\n" + twice), "check-rules-unused:9");
  EXPECT_EQ(check_text("defaults\n option httpchk\n" + std::string(kListen) + twice), "check-step-order:10");
}

TEST(CheckRules, AreNotMissedBelowTheirOptionWhereCommandsCheckAfterAll) {
  const auto external = [](const std::string& lines) {
    return check_text("global\n external-check\n insecure-fork-wanted\n" + std::string(kListen) + lines +
                      " option external-check\n external-check command /bin/true\n");
  };
  EXPECT_EQ(external(" option tcp-check\n tcp-check connect\n"), "");
  EXPECT_EQ(external(" option httpchk\n http-check connect\n"), "");
  EXPECT_EQ(external(" tcp-check connect\n"), "check-rules-unused:10");
  EXPECT_EQ(external(" option httpchk\n tcp-check connect\n"), "check-rules-unused:11");
}

TEST(ExternalChecks, AreChosenOrTheirLinesAreIdle) {
  EXPECT_EQ(listen(" external-check command /bin/true\n"), "check-rules-unused:7");
  EXPECT_EQ(listen(" external-check command /bin/true\n external-check path /bin\n"),
            "check-rules-unused:7 check-rules-unused:8");
}

TEST(ChecksOverTls, VerifyEveryServer) {
  const std::string rules = " option tcp-check\n tcp-check connect port 443 ssl\n";
  EXPECT_EQ(listen(rules + " server a 192.0.2.1:80 check\n server b 192.0.2.2:80\n"),
            "server-verify-without-authority:9 server-verify-without-authority:10");
  EXPECT_EQ(listen(rules + " server a 192.0.2.1:80 check verify none\n"), "");
}

TEST(CheckedServers, GetTheirPortFromEveryConnect) {
  const std::string server = " server a 192.0.2.1 check\n";
  const auto tcp = [&](const std::string& rules) { return listen(" option tcp-check\n" + rules + server); };
  EXPECT_EQ(tcp(" tcp-check connect port 80\n"), "");
  EXPECT_EQ(tcp(" tcp-check connect addr 192.0.2.9:80\n"), "");
  EXPECT_EQ(tcp(" tcp-check comment x\n tcp-check connect port 80 linger\n tcp-check connect port 143\n"), "");
  EXPECT_EQ(tcp(" tcp-check connect addr 192.0.2.9\n"), "check-without-port:9");
  EXPECT_EQ(tcp(" tcp-check connect port 80\n tcp-check connect\n"), "check-without-port:10");
  EXPECT_EQ(tcp(" tcp-check connect\n tcp-check connect port 80\n"), "check-without-port:10");
  EXPECT_EQ(tcp(" tcp-check connect port var(check.p)\n"), "check-without-port:9");
  EXPECT_EQ(tcp(" tcp-check send x\n"), "check-without-port:9");
  EXPECT_EQ(check_text("defaults\n option tcp-check\n tcp-check connect port 80\n" + std::string(kListen) + server),
            "");
  EXPECT_EQ(check_text("defaults\n option tcp-check\n tcp-check connect port 80\n" + std::string(kListen) +
                       " tcp-check connect\n" + server),
            "check-without-port:11");
}

TEST(SourceAddresses, FromHeadersNeedHttp) {
  const std::string tcp = std::string(kListen) + " mode tcp\n";
  EXPECT_EQ(check_text(tcp + " source 0.0.0.0 usesrc hdr_ip(x-forwarded-for,-1)\n"), "needs-http-mode:8");
  EXPECT_EQ(check_text(tcp + " server a 192.0.2.1:80 source 0.0.0.0 usesrc hdr_ip(x-forwarded-for,-1)\n"),
            "needs-http-mode:8");
  EXPECT_EQ(listen(" source 0.0.0.0 usesrc hdr_ip(x-forwarded-for,-1)\n"), "");
  EXPECT_EQ(check_text(tcp + " source 0.0.0.0 usesrc clientip\n"), "");
}

TEST(LogFormats, ReplaceEachOtherInDefaults) {
  EXPECT_EQ(
      check_text("defaults\n log 192.0.2.1 local0\n log-format a\n log-format b\n option httplog\n option tcplog\n" +
                 std::string(kListen)),
      "log-format-replaced:4 log-format-replaced:5 log-format-replaced:6");
  EXPECT_EQ(check_text("defaults\n error-log-format a\n log-format-sd b\n error-log-format c\n log-format-sd d\n"
                       " log 192.0.2.1 local0\n" +
                       std::string(kListen)),
            "log-format-replaced:4");
  EXPECT_EQ(listen(" log 192.0.2.1 local0\n log-format a\n log-format b\n"), "") << "a proxy may say it again";
}

TEST(LogFormats, OfStructuredDataAreIdleWithoutALog) {
  EXPECT_EQ(listen(" log-format-sd [a@1]\n"), "log-format-unused:7");
  EXPECT_EQ(listen(" log-format-sd [a@1]\n log-format x\n"), "log-format-unused:8");
  EXPECT_EQ(listen(" log 192.0.2.1 local0\n log-format-sd [a@1]\n"), "");
}

TEST(FetchesBelowHttp, AreEmptyInMessages) {
  EXPECT_EQ(listen(" http-request set-header a %[req.len]\n"), "below-http:7");
  const std::string text = " http-request return content-type text/plain lf-string \"%[distcc_param(DOTI)]\"\n";
  EXPECT_EQ(listen(text, Version::v3_0), "below-http:7");
  EXPECT_EQ(listen(text), "") << "3.2 does not say it of texts";
  EXPECT_EQ(listen(" http-error status 503 content-type a string b hdr c %[req.len]\n"), "below-http:7");
  EXPECT_EQ(listen(" unique-id-format %[req.len]\n"), "below-http:7");
  EXPECT_EQ(listen(" http-request set-var-fmt(txn.a) %[req.len]\n http-request set-var(txn.b) req.len\n"), "");
  EXPECT_EQ(listen(" tcp-request content accept if { distcc_param(DOTI) -m found }\n"), "below-http:7");
}

TEST(FetchesBelowHttp, AreEmptyInPredefinedAcls) {
  EXPECT_EQ(listen(" http-request deny if REQ_CONTENT\n use_backend l if RDP_COOKIE\n"),
            "use-backend-self:8 below-http:7 below-http:8");
  EXPECT_EQ(listen(" http-request deny if HTTP\n redirect location / if REQ_CONTENT\n monitor fail if RDP_COOKIE\n"
                   " force-persist if REQ_CONTENT\n"),
            "rule-order:9");
}

TEST(Observation, OfAnswersNeedsModeHttpAboveIt) {
  const std::string tcp = "listen l\n bind :80\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";
  EXPECT_EQ(check_text(tcp + " server s 192.0.2.1:1 check observe layer7\n"), "needs-mode-http:6");
  EXPECT_EQ(check_text(tcp + " server s 192.0.2.1:1 check observe layer7\n mode http\n"), "needs-mode-http:6");
  EXPECT_EQ(check_text(tcp + " server s 192.0.2.1:1 check observe layer4\n"), "");
  EXPECT_EQ(listen(" server s 192.0.2.1:1 check observe layer7\n"), "");
}

TEST(Congestion, CannotBeIgnoredUnlessExperimentsAreAllowed) {
  EXPECT_EQ(listen(" bind quic4@:443 ssl crt a quic-cc-algo nocc\n"), "experimental-keyword:7");
  EXPECT_EQ(check_text("global\n expose-experimental-directives\n" + std::string(kListen) +
                       " bind quic4@:443 ssl crt a quic-cc-algo nocc\n"),
            "");
  EXPECT_EQ(listen(" bind quic4@:443 ssl crt a quic-cc-algo cubic\n"), "");
}

TEST(Servers, ThatConnectByThemselvesSpeakHttp) {
  const std::string global = "global\n expose-experimental-directives\n";
  EXPECT_EQ(check_text(global + kListen + " server s rhttp@\n"), "");
  EXPECT_EQ(check_text(global + kListen + " server s rhttp@\n mode tcp\n"), "needs-http-mode:9");
}

TEST(Templates, TakeTheNamesOfTheirServers) {
  EXPECT_EQ(listen(" server-template s 1-3 192.0.2.1:80\n server s2 192.0.2.1:80\n server s4 192.0.2.1:80\n"),
            "duplicate-name:8");
  EXPECT_EQ(listen(" server s2 192.0.2.1:80\n server-template s 3 192.0.2.1:80\n server-template s 3-5 192.0.2.1:80\n"),
            "duplicate-name:8 duplicate-name:9");
}

TEST(ErrorFiles, OfDefaultsAreLookedUpForTheProxiesThatInheritThem) {
  EXPECT_EQ(check_text("defaults\n errorfiles nowhere\n" + std::string(kListen)), "unknown-reference:2");
  EXPECT_EQ(check_text("defaults a\n errorfiles nowhere\ndefaults\n" + std::string(kListen)), "");
}

TEST(Defaults, AreInheritedWithTheirNameOrWithout) {
  const std::string listen_section(kListen);
  EXPECT_EQ(check_text("defaults a\n timeout server 1s\n timeout connect 1s\nbackend x from a\n" + listen_section),
            "defaults-mixed-use:5");
  EXPECT_EQ(check_text("defaults a\n timeout server 1s\n timeout connect 1s\n" + listen_section + "backend x from a\n"),
            "defaults-mixed-use:10");
  EXPECT_EQ(
      check_text("defaults a\n timeout server 1s\n timeout connect 1s\nbackend x from a\ndefaults\n" + listen_section),
      "");
  EXPECT_EQ(check_text("defaults a\n" + listen_section + "defaults b from a\n"), "defaults-mixed-use:8");
}

TEST(Defaults, InTwoWaysRaiseAnAlertIn26ThatDoesNotRefuse) {
  const std::string text =
      "defaults a\n timeout server 1s\n timeout connect 1s\nbackend x from a\n" + std::string(kListen);
  SourceSet sources;
  Diagnostics findings;
  const FileId file = sources.add("haproxy.cfg", text);
  LoadOptions options;
  options.target = Version::v2_6;
  (void)load(sources, std::span(&file, 1), options, findings);
  ASSERT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(findings.list()[0].severity, Severity::error);
  EXPECT_FALSE(findings.rejected());
}

TEST(EmptyWords, AreNoticedInEveryLineFrom32On) {
  const std::string lines = " .if 0\n .if \"\"\n .endif\n timeout \"\" 5\n .endif\n .notice \"\"\n";
  EXPECT_EQ(listen(lines), "empty-argument:8 empty-argument:10 empty-argument:12");
  EXPECT_EQ(listen(lines, Version::v3_0), "");
}

TEST(ContentRules, WaitForWhatTheyLookAt) {
  const std::string table = " stick-table type string size 1k\n";
  const std::string path = " tcp-request content track-sc0 path\n";
  EXPECT_EQ(listen(table + path), "content-rule-without-delay:8");
  EXPECT_EQ(listen(table + path + " tcp-request inspect-delay 1s\n"), "");
  EXPECT_EQ(listen(" tcp-request content capture req.hdr(a) len 10\n"), "content-rule-without-delay:7");
  EXPECT_EQ(listen(" tcp-request content capture src len 10\n"), "");
  EXPECT_EQ(
      check_text(
          "defaults d\n tcp-request inspect-delay 5s\n mode http\n timeout client 1s\nfrontend f from d\n bind :80\n" +
          table + path),
      "");
}

TEST(ContentRules, ThatNeedNothingOfTheRequestComeTooLate) {
  const std::string table = " stick-table type ip size 1k\n";
  const std::string track = " tcp-request content track-sc0 src";
  EXPECT_EQ(listen(table + track + "\n"), "track-too-late:8");
  EXPECT_EQ(listen(table + track + " if { src 192.0.2.1 }\n"), "track-too-late:8");
  EXPECT_EQ(listen(table + track + " if WAIT_END\n"), "track-too-late:8");
  EXPECT_EQ(listen(table + track + " if { path /a }\n"), "");
  EXPECT_EQ(listen(table + track + " if METH_GET\n"), "");
  EXPECT_EQ(listen(table + " mode tcp\n" + track + "\n"), "");
}

TEST(Servers, RedirectOnlyInHttp) {
  EXPECT_EQ(listen(" mode tcp\n server a 192.0.2.1:80 redir http://a\n"), "needs-http-mode:8");
  EXPECT_EQ(listen(" server a 192.0.2.1:80 redir http://a\n"), "");
}

TEST(Transparent, DoesNotBalance) {
  EXPECT_EQ(listen(" option transparent\n balance roundrobin\n"), "transparent-with-balance:8");
  EXPECT_EQ(check_text("defaults\n balance leastconn\n" + std::string(kListen) + " option transparent\n"),
            "transparent-with-balance:2");
  EXPECT_EQ(listen(" option transparent\n"), "");
}

TEST(Filters, AreDeclaredBesideOthers) {
  EXPECT_EQ(listen(" filter trace\n compression algo gzip\n"), "filter-not-declared:8");
  EXPECT_EQ(listen(" filter trace\n filter compression\n compression algo gzip\n"), "");
  EXPECT_EQ(listen(" compression algo gzip\n"), "");
  EXPECT_EQ(listen(" filter cache c\n compression algo gzip\ncache c\n total-max-size 4\n"), "");
  const std::string cache = "cache c\n total-max-size 4\n";
  EXPECT_EQ(listen(" filter trace\n http-request cache-use c\n" + cache), "filter-not-declared:8");
  EXPECT_EQ(listen(" filter cache c\n http-request cache-use c\n" + cache), "");
  EXPECT_EQ(listen(" filter compression\n compression algo gzip\n http-request cache-use c\n" + cache),
            "filter-order:9");
}

TEST(StickTables, StoreEachThingOnceAndUnderOneName) {
  EXPECT_EQ(listen(" stick-table type ip size 1k store gpc0,gpc0\n"), "table-data-repeated:7");
  for (const char* const both : {"gpc0,gpc(2)", "gpc(2),gpc1", "gpc0_rate(1s),gpc_rate(2,1s)", "gpt0,gpt(1)"})
    EXPECT_EQ(listen(" stick-table type ip size 1k store " + std::string(both) + "\n"), "table-data:7") << both;
  EXPECT_EQ(listen(" stick-table type ip size 1k store gpc(3),gpc0_rate(1s)\n"), "");
}

TEST(Cookies, AreNotEndedByTheirDomainOrAttributes) {
  EXPECT_EQ(listen(" cookie a insert domain a.b;c\n"), "cookie-character:7");
  EXPECT_EQ(listen(" cookie a insert domain a,b.c\n"), "cookie-character:7");
  EXPECT_EQ(listen(" cookie a insert domain a_b.c\n"), "");
  EXPECT_EQ(listen(" cookie a insert attr \"a;b\"\n"), "cookie-character:7");
  EXPECT_EQ(listen(" cookie a insert attr \"a b\"\n"), "");
}

TEST(TlsVersions, OfServersAreSaidWithBounds) {
  const auto server = [](const std::string& options) {
    return listen(" server a 192.0.2.1:80 ssl verify none " + options + "\n");
  };
  EXPECT_EQ(server("no-tlsv11"), "tls-versions-unclear:7");
  EXPECT_EQ(server("no-sslv3 no-tlsv10"), "");
  EXPECT_EQ(server("no-tlsv12 ssl-min-ver TLSv1.1"), "tls-versions-unclear:7");
  EXPECT_EQ(server("ssl-min-ver TLSv1.3 no-tlsv13"), "tls-versions-unclear:7");
  EXPECT_EQ(server("no-tlsv12 no-tlsv13"), "");
  EXPECT_EQ(server("ssl-max-ver TLSv1.1"), "");
}

TEST(Replies, HaveTheirOwnHeaders) {
  const std::string reply = " http-request return status 200 content-type text/plain string x hdr ";
  EXPECT_EQ(listen(reply + "Content-Length 1\n"), "reply-header-unused:7");
  EXPECT_EQ(listen(reply + "X-A 1\n"), "");
  EXPECT_EQ(listen(" http-request return status 404 default-errorfiles hdr a b\n"), "reply-header-unused:7");
}

TEST(ErrorFiles, HaveThePagesThatAreAskedFor) {
  const std::string pages = "http-errors e\n errorfile 403 /dev/null\n";
  EXPECT_EQ(listen(" errorfiles e 403 404\n" + pages), "missing-error-page:7");
  EXPECT_EQ(listen(" errorfiles e 403\n" + pages), "");
}

TEST(Forwarded, PortsStandBehindAddresses) {
  EXPECT_EQ(listen(" option forwarded by_port\n"), "forwarded-port-alone:7");
  EXPECT_EQ(listen(" option forwarded by by_port for-expr src for_port\n"), "");
  EXPECT_EQ(listen(" option forwarded for-expr nosuch\n"), "unknown-fetch:7");
  EXPECT_EQ(listen(" option forwarded for-expr res.hdr(a)\n"), "fetch-not-available:7");
}

TEST(FastOpen, NeedsRetriesOfAllItsFailures) {
  const std::string server = " server a 192.0.2.1:80 tfo\n";
  EXPECT_EQ(listen(server), "fast-open-without-retry:7");
  EXPECT_EQ(listen(" retry-on conn-failure empty-response\n" + server), "fast-open-without-retry:8");
  EXPECT_EQ(listen(" retry-on conn-failure empty-response response-timeout\n" + server), "");
  EXPECT_EQ(listen(" retry-on all-retryable-errors\n" + server), "");
}

TEST(Modes, OfLogsAreForBackends) {
  const std::string ways = " timeout client 1s\n timeout connect 1s\n timeout server 1s\n";
  EXPECT_EQ(check_text("defaults\n mode log\n" + ways + "frontend f\n bind :80\n"), "frontend-for-logs:6");
  EXPECT_EQ(check_text("defaults\n mode log\n" + ways + "frontend f\n mode tcp\n bind :80\n"), "");
  EXPECT_EQ(check_text("defaults\n mode log\n" + ways + "listen l\n bind :80\n"), "");
}

TEST(FastCgi, CarriesSeveralRequestsOnlyWhereItIsMultiplexed) {
  const auto app = [](const std::string& lines) { return listen("fcgi-app a\n docroot /x\n" + lines); };
  EXPECT_EQ(app(" option max-reqs 2\n"), "fcgi-without-multiplexing:9 fcgi-without-multiplexing:9");
  EXPECT_EQ(app(" option get-values\n option max-reqs 2\n"), "");
  EXPECT_EQ(app(" option mpxs-conns\n option max-reqs 2\n"), "");
  EXPECT_EQ(app(" option mpxs-conns\n option max-reqs 2\n no option mpxs-conns\n"),
            "fcgi-without-multiplexing:10 fcgi-without-multiplexing:10");
  EXPECT_EQ(app(" option max-reqs 1\n"), "");
}

TEST(OcspUpdate, GoesOnWithoutASwitchThatItDoesNotUnderstand) {
  EXPECT_EQ(check_text("global\n ocsp-update.mode yes\n" + std::string(kListen)), "not-on-or-off:2");
  EXPECT_EQ(check_text("global\n ocsp-update.mode on\n" + std::string(kListen)), "");
}

TEST(OcspUpdate, HoldsEachDelayAgainstTheOther) {
  const auto global = [](const std::string& lines) { return check_text("global\n" + lines + kListen); };
  EXPECT_EQ(global(" ocsp-update.mindelay 3601\n"), "value-out-of-range:2");
  EXPECT_EQ(global(" tune.ssl.ocsp-update.maxdelay 4000\n ocsp-update.mindelay 3601\n"), "");
  EXPECT_EQ(global(" ocsp-update.maxdelay 299\n"), "value-out-of-range:2");
  EXPECT_EQ(global(" ocsp-update.mindelay 100\n ocsp-update.maxdelay 299\n"), "");
}

TEST(FastCgi, FiltersWantAServerThatSpeaksIt) {
  const std::string app = "fcgi-app a\n docroot /x\n";
  EXPECT_EQ(listen(" filter fcgi-app a\n" + app), "fcgi-without-server:7");
  EXPECT_EQ(listen(" filter fcgi-app a\n server s 192.0.2.1:80 proto fcgi\n" + app), "");
}

TEST(FastCgi, ReadsParametersOfApplicationsThatAreUsed) {
  const std::string app = "fcgi-app a\n docroot /x\n set-param x %[nosuch]\n";
  EXPECT_EQ(listen(app), "");
  EXPECT_EQ(listen(" use-fcgi-app a\n server s 192.0.2.1:80 proto fcgi\n" + app), "unknown-fetch:11");
}

TEST(StickTables, HoldKeysOfTheirType) {
  const auto keyed = [](const std::string& type, const std::string& rule, Version target = Version::v3_2) {
    return listen(" stick-table type " + type + " size 1k\n " + rule + "\n", target);
  };
  for (const char* const rule :
       {"stick on ", "stick match ", "stick store-request ", "http-request track-sc0 ", "http-request track-sc1 "}) {
    EXPECT_EQ(keyed("ip", std::string(rule) + "base32+src"), "table-type:8") << rule;
    EXPECT_EQ(keyed("binary len 20", std::string(rule) + "base32+src"), "") << rule;
  }
  EXPECT_EQ(keyed("ip", "stick on method"), "table-type:8");
  EXPECT_EQ(keyed("ip", "stick on bool(1)"), "table-type:8");
  EXPECT_EQ(keyed("integer", "stick on bool(1)"), "");
  EXPECT_EQ(keyed("ip", "stick on req.hdr(a)"), "");
  EXPECT_EQ(keyed("integer", "stick on src"), "table-type:8");
  EXPECT_EQ(keyed("integer", "stick on src", Version::v2_6), "");
  EXPECT_EQ(keyed("integer", "stick on base32+src,xxh32"), "");
  EXPECT_EQ(listen(" http-request track-sc0 base32+src table t\n stick-table type binary len 20 size 1k\n"
                   "backend t\n stick-table type ip size 1k\n"),
            "table-type:7");
}

TEST(PredefinedAcls, AreThereWhereTheirFetchesAre) {
  for (const char* const acl : {"HTTP_1.0", "HTTP_1.1", "HTTP_2.0", "HTTP_CONTENT", "HTTP_URL_ABS"})
    EXPECT_EQ(listen(" http-response deny if " + std::string(acl) + "\n"), "acl-never-matches:7") << acl;
  EXPECT_EQ(listen(" http-response deny if METH_GET\n"), "");
  EXPECT_EQ(listen(" http-request deny if HTTP_3.0\n"), "");
  EXPECT_EQ(listen(" http-request deny if HTTP_3.0\n", Version::v2_6), "unknown-acl:7");
}

TEST(Fetches, AreThereFromTheVersionThatMovedThem) {
  EXPECT_EQ(listen(" http-response set-header x %[req.ver]\n"), "fetch-not-available:7");
  EXPECT_EQ(listen(" http-response set-header x %[req.ver]\n", Version::v3_4), "");
  EXPECT_EQ(listen(" http-request set-header x %[txn.timer.total]\n"), "");
  EXPECT_EQ(listen(" http-request set-header x %[txn.timer.total]\n", Version::v3_0), "fetch-not-available:7");
}

TEST(UseBackend, DoesNotLeadBack) {
  EXPECT_EQ(listen(" use_backend l\n"), "use-backend-self:7");
  EXPECT_EQ(listen(" use_backend l if { path / }\n"), "use-backend-self:7");
}

TEST(Threads, AreSetAboveAllOtherSections) {
  const std::string late = std::string(kListen) + "global\n nbthread 2\n thread-groups 1\n maxconn 100\n";
  EXPECT_EQ(check_text(late), "threads-too-late:8 threads-too-late:9");
  EXPECT_EQ(check_text(late, Version::v2_6), "");
  EXPECT_EQ(check_text("global\n maxconn 100\nglobal\n nbthread 2\n" + std::string(kListen)), "");
}

TEST(HttpChecks, CannotMakeARegularExpressionOfALogFormat) {
  const auto expect = [](const std::string& words) {
    return listen(" option httpchk\n http-check expect " + words + "\n");
  };
  EXPECT_EQ(expect("hdr name x value-lf -m reg %[src]"), "unexpected-argument:8");
  EXPECT_EQ(expect("fhdr name-lf -m reg x"), "unexpected-argument:8");
  EXPECT_EQ(expect("hdr name x value-lf -m beg %[src]"), "");
  EXPECT_EQ(expect("hdr name x value -m reg a.b"), "");
}

TEST(Replies, NameHttpErrorsSectionsThatAreThere) {
  EXPECT_EQ(listen(" http-request return errorfiles e\n"), "unknown-reference:7");
  EXPECT_EQ(listen(" http-request deny deny_status 403 errorfiles e\n"), "unknown-reference:7");
  EXPECT_EQ(listen(" http-request return errorfiles e\nhttp-errors e\n"), "missing-error-page:7");
  EXPECT_EQ(listen(" http-request deny errorfiles e\nhttp-errors e\n errorfile 403 x\n"), "");
  EXPECT_EQ(listen(" http-response deny errorfiles e\nhttp-errors e\n errorfile 403 x\n"), "missing-error-page:7");
  EXPECT_EQ(listen(" http-error status 404 errorfiles e\nhttp-errors e\n errorfile 403 x\n"), "missing-error-page:7");
}

TEST(Cookies, ArePreservedWhereTheyWouldBeReplaced) {
  EXPECT_EQ(listen(" cookie a preserve\n"), "cookie-modes:7");
  EXPECT_EQ(listen(" cookie a rewrite preserve\n"), "cookie-modes:7");
  EXPECT_EQ(listen(" cookie a insert preserve\n"), "");
  EXPECT_EQ(listen(" cookie a rewrite indirect\n"), "cookie-modes:7");
}

TEST(Logs, CanBeTakenBackInTheGlobalSection) {
  EXPECT_EQ(check_text("global\n log /dev/log local0\n no log\n" + std::string(kListen)), "");
  EXPECT_EQ(check_text("global\n no log x\n" + std::string(kListen)), "unexpected-argument:2");
}

TEST(Peers, HaveTablesAndShardsOfTheirOwn) {
  const auto peers = [](const std::string& lines, Version target = Version::v3_2) {
    return check_text("global\n localpeer me\npeers p\n peer me 192.0.2.1:1\n" + lines + kListen, target);
  };
  EXPECT_EQ(peers(" table t type ip size 1k\n table t type ip size 1k\n"), "duplicate-name:6");
  EXPECT_EQ(peers(" table t type ip size 1k\n table t type ip size 1k\n", Version::v2_6), "");
  EXPECT_EQ(peers(" shards 2\n server a 192.0.2.1:2 shard 3\n"), "shard-ignored:6");
  EXPECT_EQ(peers(" shards 2\n server a 192.0.2.1:2 shard 2\n"), "");
  EXPECT_EQ(peers(" server a 192.0.2.1:2 shard 3\n shards 2\n"), "shard-ignored:5");
}

TEST(CertificateStores, SayWhereFilesAreBeforeTheyLoadThem) {
  EXPECT_EQ(check_text("crt-store s\n load crt a\n crt-base /x\n key-base /x\n" + std::string(kListen)),
            "base-behind-load:3 base-behind-load:4");
  EXPECT_EQ(check_text("crt-store s\n crt-base /x\n load crt a\n" + std::string(kListen)), "");
}

TEST(Listeners, AreForQuicOrForTcp) {
  EXPECT_EQ(listen(" bind quic4@:443,:444 ssl crt a\n"), "invalid-address:7");
  EXPECT_EQ(listen(" bind quic4@:443,quic4@:444 ssl crt a\n"), "");
}

TEST(Rules, ThatChooseServersMayStandAboveThoseThatChooseBackends) {
  const std::string more = "backend b\n timeout connect 1s\n timeout server 1s\n mode http\n server t 192.0.2.2:1\n";
  EXPECT_EQ(listen(" server s 192.0.2.1:1\n use-server s if TRUE\n use_backend b if TRUE\n" + more), "");
  EXPECT_EQ(listen(" server s 192.0.2.1:1\n use-server s if TRUE\n http-request deny if FALSE\n"), "rule-order:9");
}

TEST(Ids, OfProxiesMeetWhereTheyAreWritten) {
  EXPECT_EQ(listen(" id 5\nbackend b\n timeout connect 1s\n timeout server 1s\n id 5\n"), "duplicate-id:11");
}

TEST(AttachedServers, AreServersOfSomeBackend) {
  const auto attach = [](const std::string& server) {
    return check_text("global\n expose-experimental-directives\n" + std::string(kListen) +
                      " tcp-request session attach-srv " + server +
                      "\nbackend b\n timeout connect 1s\n timeout server 1s\n server s 192.0.2.1:80\n");
  };
  EXPECT_EQ(attach("b/s"), "");
  EXPECT_EQ(attach("b/t"), "unknown-server:9");
  EXPECT_EQ(attach("c/s"), "unknown-server:9");
  EXPECT_EQ(attach("s"), "unknown-server:9");
}

TEST(UseBackend, TakesAWordWithNothingToFillInAsItStands) {
  EXPECT_EQ(listen(" use_backend %%\n"), "unknown-backend:7");
  EXPECT_EQ(listen(" use_backend %[src]%%\n"), "");
}

TEST(Times, ThatAreShortAreSaidWhereHaproxySaysIt) {
  EXPECT_EQ(listen("resolvers r\n nameserver n 192.0.2.1:53\n timeout resolve 1\n hold valid 1\n"),
            "suspicious-timeout:9 suspicious-timeout:10");
  EXPECT_EQ(listen(" server a 192.0.2.1:80 idle-ping 1\n"), "");
}

TEST(BandwidthLimits, CountInATableThatStoresTheirBytes) {
  const std::string table = " stick-table type ip size 1k store gpc0,bytes_in_rate(1s)\n";
  EXPECT_EQ(listen(table + " filter bwlim-in x limit 1k key src\n"), "");
  EXPECT_EQ(listen(table + " filter bwlim-out x limit 1k key src\n"), "table-without-rate:8");
  EXPECT_EQ(listen(" filter bwlim-in x limit 1k key src table t\nbackend t\n stick-table type ip size 1k\n"),
            "table-without-rate:7");
  EXPECT_EQ(listen(" stick-table type ip size 1k\n filter bwlim-in x default-limit 1k default-period 1s\n"), "");
}

TEST(Filters, OfOpenTracingHaveANameAndAFile) {
  const auto opentracing = [](const std::string& words) {
    return listen(" filter opentracing" + words + "\n", Version::v2_6);
  };
  EXPECT_EQ(opentracing(" id x config f"), "");
  EXPECT_EQ(opentracing(" config f"), "filter-without-id:7");
  EXPECT_EQ(opentracing(" id x"), "filter-without-file:7");
  EXPECT_EQ(opentracing(" 1"), "unknown-option:7");
}

TEST(Conditions, AreFoundWhereTheyAreEmpty) {
  EXPECT_EQ(listen(" acl a ''\n", Version::v3_0), "malformed-acl:7");
  EXPECT_EQ(listen(" http-request deny if { } { path /x }\n", Version::v3_0), "malformed-acl:7");
}

}  // namespace
}  // namespace hapax::config
