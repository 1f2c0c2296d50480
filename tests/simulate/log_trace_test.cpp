#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/log_trace.hpp>

namespace hapax::simulate {
namespace {

using routing::kMillisecond;

constexpr std::string_view kHttp =
    R"(127.0.1.26:49343 [23/Nov/2026:22:07:27.886] shop~ compute/compute1 2/3/4/10/25 200 9052 SRV=c1 - --NI )"
    R"(3/3/2/1/0 0/0 {shop.example|curl} {gzip} "POST /catalogue?page=2 HTTP/1.0")";

LogTemplate with_captures(LogTemplate form) {
  form.captures = {"host", "user-agent"};
  return form;
}

TEST(LogTrace, ReadsHAProxysHttpLog) {
  LogLineParser parser(with_captures(http_log_template()));
  TraceRequest request;
  ASSERT_TRUE(parser.parse(kHttp, request));
  EXPECT_EQ(request.source.port, 49343);
  EXPECT_EQ(request.source.bytes[3], 26);
  EXPECT_EQ(request.frontend, "shop");
  EXPECT_TRUE(request.tls);
  EXPECT_EQ(request.logged_backend, "compute");
  EXPECT_EQ(request.logged_server, "compute1");
  EXPECT_EQ(request.t % routing::kSecond, 888 * kMillisecond) << "the headers were complete TR after the start";
  EXPECT_EQ(request.service, 16 * kMillisecond) << "Ta less TR, Tw and Tc";
  EXPECT_EQ(request.logged_queue, 3 * kMillisecond);
  EXPECT_EQ(request.logged_total, 23 * kMillisecond);
  EXPECT_EQ(request.logged_status, 200);
  EXPECT_EQ(request.bytes_out, 9052U);
  EXPECT_EQ(request.request.method, "POST");
  EXPECT_EQ(request.request.target, "/catalogue?page=2");
  EXPECT_EQ(request.request.minor, 0);
  EXPECT_EQ(request.connection, "127.0.1.26:49343");
  EXPECT_TRUE(request.only_if_idle);
  EXPECT_TRUE(request.has_response);
  EXPECT_EQ(request.response.status, 200);
  EXPECT_LT(request.patience, 0);
  ASSERT_EQ(request.request.headers.size(), 3U);
  EXPECT_EQ(request.request.headers[0].value, "SRV=c1");
  EXPECT_EQ(request.request.headers[1].name, "host");
  EXPECT_EQ(request.request.headers[1].value, "shop.example");
  EXPECT_EQ(request.request.headers[2].value, "curl");
}

TEST(LogTrace, TellsWhetherThereWasAHostWhereItIsCaptured) {
  TraceRequest request;
  std::string line(kHttp);
  const auto unknown = [&](const LogTemplate& form) {
    EXPECT_TRUE(LogLineParser(form).parse(line, request)) << line;
    return request.request.host_unknown;
  };
  LogTemplate capitals = http_log_template();
  capitals.captures = {"Host", "user-agent"};
  EXPECT_TRUE(unknown(http_log_template()));
  EXPECT_FALSE(unknown(capitals));
  line.erase(line.find("shop.example|"), std::string("shop.example").size());
  EXPECT_FALSE(unknown(with_captures(http_log_template()))) << "it was captured, and there was none";
  EXPECT_TRUE(unknown(http_log_template()));
}

TEST(LogTrace, ReadsALineWithoutCaptures) {
  LogLineParser parser(http_log_template());
  TraceRequest request;
  ASSERT_TRUE(parser.parse(
      R"(::1:4711 [01/Jan/2026:00:00:00.000] www www/<NOSRV> 0/-1/-1/-1/0 403 192 - - PR-- 1/1/0/0/0 0/0 "GET /x HTTP/1.1")",
      request));
  EXPECT_EQ(request.source.family, routing::Address::Family::ipv6);
  EXPECT_LT(request.service, 0) << "no server was reached";
  EXPECT_EQ(request.termination, "PR--");
}

TEST(LogTrace, TakesAnAbortForTheClientsPatience) {
  LogLineParser parser(http_log_template());
  TraceRequest request;
  ASSERT_TRUE(parser.parse(
      R"(192.0.2.1:4711 [01/Jan/2026:00:00:00.000] www web/s1 5/0/0/-1/305 -1 0 - - CH-- 1/1/0/0/0 0/0 "GET /x HTTP/2.0")",
      request));
  EXPECT_EQ(request.patience, 300 * kMillisecond);
  EXPECT_FALSE(request.has_response);
  EXPECT_EQ(request.connection, "") << "HTTP/2 has several requests at a time on one connection";
}

TEST(LogTrace, ReadsTheTcpLog) {
  LogLineParser parser(tcp_log_template());
  TraceRequest request;
  ASSERT_TRUE(parser.parse("127.0.0.1:33320 [23/Nov/2026:22:07:27.100] mysql mysql/db1 0/1/5007 212 -- 1/1/1/1/0 0/0",
                           request));
  EXPECT_EQ(request.service, 5006 * kMillisecond);
  EXPECT_EQ(request.frontend, "mysql");
  EXPECT_EQ(request.connection, "") << "each line is a connection";
}

TEST(LogTrace, ReadsCombinedAndCommonLogs) {
  LogLineParser combined(combined_log_template());
  TraceRequest request;
  ASSERT_TRUE(combined.parse(
      R"(203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326 "http://x/" "Mozilla/4.08")",
      request));
  EXPECT_EQ(request.t, 971211336 * routing::kSecond);
  EXPECT_EQ(request.request.headers.at(1).value, "Mozilla/4.08");
  LogLineParser common(common_log_template());
  ASSERT_TRUE(common.parse(R"(203.0.113.9 - - [10/Oct/2000:13:55:36 +0000] "GET /a.gif HTTP/1.0" 304 -)", request));
  EXPECT_EQ(request.logged_status, 304);
}

TEST(LogTrace, RefusesWhatIsNotALogLine) {
  LogLineParser parser(http_log_template());
  TraceRequest request;
  for (const std::string_view line :
       {"", "Proxy www started.", "127.0.0.1:1 [23/Nov/2026:22:07:27.886] a",
        "127.0.0.1:1 [99/Nov/2026:22:07:27.886] a b/c 0/0/0/0/0 200 1 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"",
        "127.0.0.1:1 [23/Nov/2026:22:07:27.886] a b/c 0/0/0/x/0 200 1 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\""}) {
    EXPECT_FALSE(parser.parse(line, request)) << line;
  }
}

TEST(LogTrace, RefusesDatesThatNoClockCanHold) {
  LogLineParser parser(with_captures(http_log_template()));
  TraceRequest request;
  std::string line(kHttp);
  const std::size_t year = line.find("2026");
  EXPECT_TRUE(parser.parse(line.replace(year, 4, "2159"), request));
  for (const char* const late : {"2161", "2300", "8149", "9999"})
    EXPECT_FALSE(parser.parse(line.replace(year, 4, late), request)) << late;
}

TEST(LogTrace, SkipsSyslogHeaders) {
  const std::string rfc3164 = "Nov 23 22:07:27 host haproxy[123]: " + std::string(kHttp);
  EXPECT_EQ(rfc3164.substr(skip_syslog_header(rfc3164)), kHttp);
  const std::string with_priority = "<134>" + rfc3164;
  EXPECT_EQ(with_priority.substr(skip_syslog_header(with_priority)), kHttp);
  const std::string rfc5424 = "<134>1 2026-11-23T22:07:27.123456+00:00 host haproxy 123 - - " + std::string(kHttp);
  EXPECT_EQ(rfc5424.substr(skip_syslog_header(rfc5424)), kHttp);
  EXPECT_EQ(skip_syslog_header(kHttp), 0U);
}

std::string line_at(const std::string& time, const std::string& path, int active) {
  return "10.0.0.1:1 [23/Nov/2026:22:00:" + time + "] f b/s 0/0/0/0/" + std::to_string(active) +
         " 200 1 - - ---- 1/1/1/1/0 0/0 \"GET " + path + " HTTP/1.1\"\n";
}

TEST(LogTrace, PutsRequestsInTheOrderOfTheirBeginning) {
  const auto reader =
      read_log(text_source(line_at("05.000", "/quick", 1) + line_at("02.500", "/slow", 9000) + "garbage\n"),
               {http_log_template()});
  TraceRequest request;
  ASSERT_TRUE(reader->next(request).value_or(false));
  EXPECT_EQ(request.request.target, "/slow");
  EXPECT_EQ(request.t, 0);
  ASSERT_TRUE(reader->next(request).value_or(false));
  EXPECT_EQ(request.request.target, "/quick");
  EXPECT_EQ(request.t, 2500 * kMillisecond);
  EXPECT_FALSE(reader->next(request).value_or(true));
  EXPECT_EQ(reader->damage().count, 1U);
  EXPECT_EQ(reader->damage().first.at(0).line, 3U);
  EXPECT_EQ(reader->form(), "HAProxy HTTP log");
}

TEST(LogTrace, LeavesOutRequestsThatWereNone) {
  const auto reader = read_log(text_source("10.0.0.1:1 [23/Nov/2026:22:00:01.000] f f/<NOSRV> -1/-1/-1/-1/0 400 0 - - "
                                           "PR-- 1/1/0/0/0 0/0 \"<BADREQ>\"\n" +
                                           line_at("05.000", "/good", 1)),
                               {http_log_template()});
  TraceRequest request;
  ASSERT_TRUE(reader->next(request).value_or(false));
  EXPECT_EQ(request.request.target, "/good");
  EXPECT_EQ(reader->bad_requests(), 1U);
}

TEST(LogTrace, CountsWhatComesTooLateForItsWindow) {
  std::string log;
  for (std::size_t i = 0; i < LogReader::kReorder + 10; ++i) log += line_at("30.000", "/", 1);
  log += line_at("01.000", "/late", 29'000);
  const auto reader = read_log(text_source(log), {http_log_template()});
  TraceRequest request;
  routing::Time latest = 0;
  while (reader->next(request).value_or(false)) {
    EXPECT_GE(request.t, latest);
    latest = request.t;
  }
  EXPECT_EQ(reader->late(), 1U);
}

}  // namespace
}  // namespace hapax::simulate
