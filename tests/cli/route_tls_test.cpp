// TLS that the proxy does not decrypt: what `hapax route` makes of a server's name and of protocols in it.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"
#include "tests/cli/route_scratch.hpp"

namespace hapax::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kPassesBy = R"(defaults
    mode tcp
    timeout client 5s
    timeout server 5s
    timeout connect 5s
frontend tls
    bind :443
    tcp-request inspect-delay 5s
    tcp-request content reject unless { req.ssl_hello_type 1 }
    use_backend acme if { req.ssl_alpn acme-tls/1 }
    use_backend shop if { req.ssl_sni -i shop.example }
    default_backend rest
backend acme
    server a 192.0.2.1:443
backend shop
    server b 192.0.2.2:443
backend rest
    server c 192.0.2.3:443
)";

class RouteTls : public testing::Test {
 protected:
  RouteTls() : scratch_("tls") { RouteScratch::write("haproxy.cfg", kPassesBy); }

  static std::string route(std::vector<std::string> words) {
    words.insert(words.begin(), {"route", "haproxy.cfg"});
    const Ran ran = run_hapax(words);
    return ran.out + ran.err;
  }

 private:
  RouteScratch scratch_;
};

TEST_F(RouteTls, GoesByTheNameThatAnHttpsRequestHas) {
  EXPECT_THAT(route({"--request", "GET https://shop.example/"}), HasSubstr("-> backend shop -> server b"));
  EXPECT_THAT(route({"--request", "GET https://other.example/"}), HasSubstr("-> backend rest -> server c"));
  EXPECT_THAT(route({"--request", "GET https://shop.example/", "--alpn", "acme-tls/1"}),
              HasSubstr("-> backend acme -> server a"));
}

TEST_F(RouteTls, DoesNotSayThatTheServerGetsARequestInTheClear) {
  const std::string text = route({"--request", "GET https://shop.example/secret"});
  EXPECT_THAT(text, HasSubstr("to the server\n  what the client sends, as it is\n"));
}

TEST_F(RouteTls, GoesByWhatATraceTells) {
  // The payload of the third: a ClientHello of TLS 1.2 with two ciphers, and acme-tls/1 as its only protocol.
  RouteScratch::write("trace.jsonl", R"({"t":0,"ssl":{"sni":"shop.example"}}
{"t":1,"ssl":{"sni":"shop.example","alpn":"acme-tls/1"}}
{"t":2,"payload_hex":"16030100420100003e0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00000413011302010000110010000d000b0a61636d652d746c732f31"}
{"t":3,"payload":"GET / HTTP/1.0\r\n\r\n"}
)");
  std::string complaints;
  std::vector<std::string> backends;
  for (const auto& entry : RouteScratch::route("3.2", complaints)) {
    const auto& backend = entry["backend"];
    backends.push_back(backend.is_string() ? backend.get<std::string>() : "none");
  }
  EXPECT_THAT(backends, ElementsAre("shop", "acme", "acme", "none"));
}

constexpr const char* kEnds = R"(defaults
    mode http
    timeout client 5s
    timeout server 5s
    timeout connect 5s
frontend fe
    bind :443 ssl crt none.pem
    http-request deny unless { ssl_fc_sni -i shop.example }
    http-request set-header x-tls "%[ssl_fc] %[ssl_fc_has_sni] %[ssl_fc_protocol] %sslc %ft"
    http-request set-header x-client "%[ssl_c_used] %[ssl_fc_has_crt] %[ssl_c_verify] %[ssl_c_err] <%[ssl_c_s_dn(CN)]>"
    default_backend be
backend be
    server a 192.0.2.1:80
)";

TEST_F(RouteTls, TellsRulesOfTheTlsThatEndsAtTheProxy) {
  RouteScratch::write("haproxy.cfg", kEnds);
  RouteScratch::write("trace.jsonl",
                      R"({"t":0,"headers":{"host":"h"},"ssl":{"sni":"shop.example","version":"TLSv1.3","cipher":"C"}}
{"t":1,"headers":{"host":"h"},"ssl":{"sni":"other.example"}}
)");
  const std::string text = route({"--no-files", "--format", "json", "--trace", "trace.jsonl"});
  EXPECT_THAT(text, HasSubstr(R"(["x-tls","1 1 TLSv1.3 C fe~"])"));
  EXPECT_THAT(text, HasSubstr(R"("outcome":"denied")"));
}

// Whoever is not asked for a certificate has none.
TEST_F(RouteTls, KnowsThatClientsHaveNoCertificate) {
  RouteScratch::write("haproxy.cfg", kEnds);
  RouteScratch::write("trace.jsonl", R"({"t":0,"headers":{"host":"h"},"ssl":{"sni":"shop.example"}})");
  const std::string text = route({"--no-files", "--format", "json", "--trace", "trace.jsonl"});
  EXPECT_THAT(text, HasSubstr(R"(["x-client","0 0 0 0 <>"])"));
}

TEST_F(RouteTls, ComplainsOfDigitsThatAreNone) {
  RouteScratch::write("trace.jsonl", "{\"t\":0,\"payload_hex\":\"160\"}\n");
  EXPECT_THAT(route({"--trace", "trace.jsonl"}), HasSubstr("line 1: 'payload_hex' has an odd number of digits"));
  RouteScratch::write("trace.jsonl", "{\"t\":0,\"payload_hex\":\"16zz\"}\n");
  EXPECT_THAT(route({"--trace", "trace.jsonl"}),
              HasSubstr("line 1: 'payload_hex' has 'zz', which is no hexadecimal number"));
}

}  // namespace
}  // namespace hapax::cli
