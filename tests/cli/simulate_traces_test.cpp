// Logs and native traces as they come: the configuration's own formats, damaged lines, names that are not there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulate_run.hpp"

namespace hapax::cli::testing {
namespace {

using ::testing::HasSubstr;

class SimulatedTraces : public ::testing::Test, protected SimulateRun {};

constexpr const char* kShop = R"(defaults
    mode http
    timeout client 5s
    timeout http-keep-alive 1s
    timeout connect 1s
    timeout server 20s
frontend www
    bind :80
    capture request header Host len 64
    log-format "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %ts %hr %{+Q}r"
    stick-table type ip size 1k store http_err_rate(10s)
    http-request track-sc0 src
    http-request deny if { sc_http_err_rate(0) gt 2 }
    use_backend api if { hdr(host) api.example }
    default_backend web
backend web
    server s1 192.0.2.1:80
backend api
    server a1 192.0.2.2:80
)";

TEST_F(SimulatedTraces, AreReadByTheConfigurationsOwnLogFormat) {
  EXPECT_EQ(
      decide(kShop,
             R"(192.0.2.7:4711 [23/Nov/2026:22:07:27.000] www web/s1 0/0/0/10/25 200 -- {api.example} "GET / HTTP/1.1"
<134>Nov 23 22:07:28 lb haproxy[12]: 192.0.2.7:4711 [23/Nov/2026:22:07:28.000] www web/s1 0/0/0/10/12 200 -- {} "GET / HTTP/1.1"
2026-11-23T22:07:29.1+01:00 lb haproxy[12]: 192.0.2.7:4711 [23/Nov/2026:22:07:29.000] www web/s1 0/0/0/1/2 200 -- {x} "GET / HTTP/1.1"
)"),
      "www api/a1 served 0 25\nwww web/s1 served 0 12\nwww web/s1 served 0 2\n");
  EXPECT_THAT(out, HasSubstr("(log-format of 'www')"));
}

// Two backends and a log-format of its own.
std::string with_format(const std::string& format, const std::string& rules) {
  return "defaults\n mode http\n timeout client 5s\n timeout connect 1s\n timeout server 20s\nfrontend www\n bind :80\n"
         " log-format " +
         format + "\n" + rules +
         " default_backend web\nbackend web\n server s1 192.0.2.1:80\nbackend api\n server a1 192.0.2.2:80\n";
}

constexpr const char* kObjects =
    R"x("{\"time\":\"%T\",\"client\":\"%ci\",\"status\":%ST,\"path\":\"%HP\",\"query\":\"%HQ\",\"ua\":\"%[capture.req.hdr(0),json(utf8s)]\",\"be\":\"%b\",\"srv\":\"%s\",\"ta\":%Ta}")x";

TEST_F(SimulatedTraces, AreReadAsObjectsWhereTheLogFormatWritesThem) {
  const std::string configuration =
      with_format(kObjects,
                  " capture request header User-Agent len 40\n use_backend api if { path /q } { url_param(x) 1 }\n"
                  " use_backend api if { hdr(user-agent) 'Moz/5 (\"q\")' }\n");
  const std::string log =
      R"x({"time":"28/Nov/2026:11:49:27 +0000","client":"127.0.0.1","status":200,"path":"/q","query":"?x=1&y=2","ua":"curl","be":"web","srv":"s1","ta":3}
{"time":"28/Nov/2026:11:49:28 +0000","client":"127.0.0.1","status":200,"path":"/","query":"","ua":"Moz\/5 (\"q\")","be":"web","srv":"s1","ta":4}
{"time":"28/Nov/2026:11:49:29 +0000","client":"127.0.0.1","status":200,"path":"/q","query":"","ua":"-","be":"web","srv":"s1","ta":5}
)x";
  EXPECT_EQ(decide(configuration, log), "www api/a1 served 0 3\nwww api/a1 served 0 4\nwww web/s1 served 0 5\n");
  EXPECT_THAT(out, HasSubstr("(log-format of 'www')"));
  // One that is none of these is a trace of our own.
  EXPECT_EQ(decide(configuration, "{\"t\":0,\"path\":\"/q?x=1\",\"service_ms\":2}\n"), "www api/a1 served 0 2\n");
}

constexpr const char* kEncoded =
    R"x(o %(time)T %(client)ci %(status)ST lost %B %(path)HP %(q)HQ %(ua)[capture.req.hdr(0)] %(hr)hr %(be)b %(srv)s %(ta)Ta")x";

TEST_F(SimulatedTraces, AreReadAsTheObjectsThatHAProxyMakes) {
  const std::string rules =
      " capture request header User-Agent len 40\n use_backend api if { path /q } { url_param(x) 1 }\n"
      " use_backend api if { hdr(user-agent) 'Moz/5 (\"q\")' }\n";
  EXPECT_EQ(
      decide(
          with_format("\"%{+json}" + std::string(kEncoded), rules),
          R"x({"time": "28/Nov/2026:11:49:27 +0000", "client": "127.0.0.1", "status": 200, "path": "/q", "q": "?x=1&y=2", "ua": "curl", "hr": "{curl}", "be": "web", "srv": "s1", "ta": 3}
<134>Nov 28 11:49:28 lb haproxy[12]: {"time": "28/Nov/2026:11:49:28 +0000", "client": "127.0.0.1", "status": 200, "path": "/", "q": "", "ua": "Moz/5 (\"q\")", "hr": null, "be": "web", "srv": "s1", "ta": 4}
{"host": "lb", "time": "28/Nov/2026:11:49:29 +0000", "client": "127.0.0.1", "status": 200, "path": "/q", "q": "", "ua": "", "hr": "{}", "be": "web", "srv": "s1", "ta": 5}
{"time": "28/Nov/2026:11:49:30 +0000", "status": 200}
)x"),
      "www api/a1 served 0 3\nwww api/a1 served 0 4\nwww web/s1 served 0 5\n");
  EXPECT_THAT(out, HasSubstr("(log-format of 'www')"));
  EXPECT_THAT(out, HasSubstr("line 4"));
}

TEST_F(SimulatedTraces, AreReadAsCborInDigits) {
  EXPECT_EQ(decide(with_format(R"("%{+cbor}o %(time)T %(r)r %(srv)s %(ta)Ta")", " use_backend api if { path /q }\n"),
                   "BF6474696D65781A32382F4E6F762F323032363A31333A35333A3330202B30303030"  // time
                   "61727F73474554202F713F783D3220485454502F312E31FF"                      // r, in pieces
                   "637372766273316274611823FF\n"),
            "www api/a1 served 0 35\n");
}

TEST_F(SimulatedTraces, AreReadWithSingleItemsAsJson) {
  EXPECT_EQ(
      decide(with_format(R"("%ci [%tr] ua=%{+json}[capture.req.hdr(0)] s=%{+json}s %{+json}r ms=%{+json}Ta/%Tw/%Tc")",
                         " capture request header User-Agent len 40\n use_backend api if { hdr(user-agent) 'a\"b' }\n"),
             "192.0.2.7 [23/Nov/2026:22:07:20.000] ua=\"a\\\"b\" s=\"s1\" \"GET / HTTP/1.1\" ms=7/0/0\n"
             "192.0.2.7 [23/Nov/2026:22:07:21.000] ua=\"\" s=\"s1\" \"GET /x HTTP/1.1\" ms=8/0/0\n"),
      "www api/a1 served 0 7\nwww web/s1 served 0 8\n");
}

TEST_F(SimulatedTraces, PutPathAndQueryTogetherWhereverTheyStand) {
  EXPECT_EQ(decide(with_format("\"%ci [%tr] q=%HQ p=%HP s=%s ms=%Ta/%Tw/%Tc\"", " use_backend api if { url /a?x=1 }\n"),
                   "192.0.2.7 [23/Nov/2026:22:07:20.000] q=?x=1 p=/a s=s1 ms=7/0/0\n"
                   "192.0.2.7 [23/Nov/2026:22:07:21.000] q= p=/a s=s1 ms=8/0/0\n"),
            "www api/a1 served 0 7\nwww web/s1 served 0 8\n");
}

TEST_F(SimulatedTraces, FindWhatRulesPutIntoVariables) {
  const std::string rules =
      " http-request set-var(txn.host) req.hdr(host),lower\n http-request set-var(txn.p) path\n"
      " http-request set-var(txn.q) query\n http-request set-var(txn.a) src if { path /x }\n"
      " use_backend api if { hdr(host) api.example } { url /a?x=1 }\n";
  EXPECT_EQ(decide(with_format("\"%[src] [%tr] %[var(txn.host)] %[var(txn.p)] %[var(txn.q)] %[var(txn.a)] "
                               "%[src,sha1,hex] %s %Ta/%Tw/%Tc\"",
                               rules),
                   "192.0.2.7 [23/Nov/2026:22:07:20.000] api.example /a x=1 - AB s1 7/0/0\n"
                   "192.0.2.7 [23/Nov/2026:22:07:21.000] api.example /a - - AB s1 8/0/0\n"
                   "192.0.2.7 [23/Nov/2026:22:07:22.000] - /a x=1 - AB s1 9/0/0\n"),
            "www api/a1 served 0 7\nwww web/s1 served 0 8\nwww web/s1 served 0 9\n");
}

TEST_F(SimulatedTraces, NeedATimeInTheLogFormat) {
  EXPECT_THAT(decide(with_format("\"%ci:%cp %s %ST\"", ""), "192.0.2.7:4711 s1 200\n"),
              HasSubstr("line 1: without a time: a log-format that can be played has %tr, %t, %T or %Ts in it"));
}

TEST_F(SimulatedTraces, CountTheErrorsThatTheServersAnsweredThen) {
  std::string log;
  for (int second = 0; second < 5; ++second) {
    log += "192.0.2.7:4711 [23/Nov/2026:22:07:2" + std::to_string(second) +
           ".000] www web/s1 0/0/0/1/1 404 -- {x} \"GET / HTTP/1.1\"\n";
  }
  EXPECT_EQ(
      decide(kShop, log),
      "www web/s1 served 0 1\nwww web/s1 served 0 1\nwww web/s1 served 0 1\nwww - denied - 0\nwww - denied - 0\n");
}

TEST_F(SimulatedTraces, KeepConnectionsAsTheLogShowsThem) {
  // The first client's connection stays open for a second after each answer, so the second client waits for its end.
  const std::string log = R"(192.0.2.7:4711 [23/Nov/2026:22:07:20.000] www web/s1 0/0/0/1/1 200 -- {x} "GET / HTTP/1.1"
192.0.2.7:4711 [23/Nov/2026:22:07:20.500] www web/s1 0/0/0/1/1 200 -- {x} "GET / HTTP/1.1"
192.0.2.8:4711 [23/Nov/2026:22:07:20.600] www web/s1 0/0/0/1/1 200 -- {x} "GET / HTTP/1.1"
)";
  EXPECT_EQ(decide(std::string(kShop) + "listen other\n    bind :81\n    server o1 192.0.2.3:80\n", log),
            "www web/s1 served 0 1\nwww web/s1 served 0 1\nwww web/s1 served 0 1\n");
  std::string full = kShop;
  full.insert(full.find("    capture"), "    maxconn 1\n");
  EXPECT_EQ(decide(full, log), "www web/s1 served 0 1\nwww web/s1 served 0 1\nwww web/s1 served 0 902\n");
}

TEST_F(SimulatedTraces, NameTheLineThatMakesNoSense) {
  write("haproxy.cfg", kShop);
  const auto complaint = [&](const std::string& line) {
    write("t.jsonl", "{\"t\":5}\n" + line + "\n");
    EXPECT_EQ(run({"--trace", path("t.jsonl")}), 0);
    EXPECT_THAT(out, HasSubstr("1 line of the trace could not be played and was left out"));
    EXPECT_EQ(run({"--trace", path("t.jsonl"), "--strict"}), 2);
    return err;
  };
  EXPECT_THAT(complaint("{\"t\":-1}"), HasSubstr("t.jsonl:2: damaged line: 't' is negative"));
  EXPECT_THAT(complaint("{\"t\":4}"), HasSubstr("t.jsonl:2: damaged line: 't' runs backwards"));
  EXPECT_THAT(complaint("{\"t\":6,\"service_ms\":-3}"), HasSubstr("'service_ms' is negative"));
  EXPECT_THAT(complaint("{\"t\":6,\"frontend\":\"wwww\"}"),
              HasSubstr("t.jsonl:2: damaged line: there is no frontend 'wwww'; did you mean 'www'?"));
  EXPECT_THAT(complaint("{\"t\":"), HasSubstr("t.jsonl:2: damaged line: not a JSON object"));
}

TEST_F(SimulatedTraces, WithoutAFrontendAskForOneWhereThereAreSeveral) {
  EXPECT_THAT(
      decide(std::string(kShop) + "frontend other\n    bind :81\n    default_backend web\n", "{\"t\":0}\n"),
      HasSubstr("no line of '" + path("t.jsonl") +
                "' can be played; line 1: it names no frontend and the configuration has several (other, www)"));
}

}  // namespace
}  // namespace hapax::cli::testing
