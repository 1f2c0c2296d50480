// Requests of HTTP/2 in traces, as HAProxy 2.6, 3.0 and 3.2 pass on those of curl.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

constexpr const char* kConfiguration =
    "defaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n"
    "frontend fe\n    bind :8080\n"
    "    http-request set-header x-n \"%[url] %[path] %[base] %r %[capture.req.uri] %[capture.req.ver]\"\n"
    "    http-request set-uri http://o.example/u if { path /u }\n    http-request set-path /n if { path /p }\n"
    "    default_backend be\nbackend be\n    server s1 192.0.2.1:80\n";

/// The target and the fields that the server gets, one text.
std::string sent(const std::string& line) {
  RouteScratch::write("haproxy.cfg", kConfiguration);
  RouteScratch::write("trace.jsonl", line + "\n");
  std::string complaints;
  std::string text;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) {
    text += entry.at("request").at("path").get<std::string>();
    for (const auto& header : entry.at("request").at("headers"))
      text += "\n" + header[0].get<std::string>() + ": " + header[1].get<std::string>();
  }
  return text + complaints;
}

TEST(RouteHttp2, NamesSchemeAndHostInTheTargetThatRulesSee) {
  const RouteScratch scratch("http2");
  EXPECT_EQ(sent(R"({"t":0,"version":"2.0","path":"/a?b=c","headers":{"host":"h"}})"),
            "/a?b=c\nhost: h\nx-n: http://h/a?b=c /a h/a GET http://h/a?b=c HTTP/2.0 /a?b=c HTTP/1.1");
  EXPECT_EQ(sent(R"({"t":0,"version":"2.0","path":"/a","headers":{"host":"h:80"}})"),
            "/a\nhost: h\nx-n: http://h/a /a h/a GET http://h/a HTTP/2.0 /a HTTP/1.1");
  EXPECT_EQ(sent(R"({"t":0,"version":"1.1","path":"/a","headers":{"host":"h"}})"),
            "/a\nhost: h\nx-n: /a /a h/a GET /a HTTP/1.1 /a HTTP/1.1");
}

TEST(RouteHttp2, GoesOnWithoutThemUnlessRulesGaveTheTarget) {
  const RouteScratch scratch("http2");
  const std::string by_path = sent(R"({"t":0,"version":"2.0","path":"/p?b","headers":{"host":"h"}})");
  EXPECT_EQ(by_path.substr(0, by_path.find("x-n")), "/n?b\nhost: h\n");
  const std::string by_uri = sent(R"({"t":0,"version":"2.0","path":"/u","headers":{"host":"h"}})");
  EXPECT_EQ(by_uri.substr(0, by_uri.find("x-n")), "http://o.example/u\nhost: o.example\n");
}

TEST(RouteHttp2, HasOneFieldOfCookiesBehindAllOthers) {
  const RouteScratch scratch("http2");
  const std::string text =
      sent(R"({"t":0,"version":"2.0","path":"/a","headers":{"host":"h","cookie":["a=1; b=2","c=3"],"x-b":"2"}})");
  EXPECT_EQ(text.substr(0, text.find("x-n")), "/a\nhost: h\nx-b: 2\ncookie: a=1; b=2; c=3\n");
}

}  // namespace
}  // namespace hapax::cli
