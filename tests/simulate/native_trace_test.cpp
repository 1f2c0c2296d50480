#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {
namespace {

// The first damaged line's reason for a trace of one line, or "read".
std::string fate_of(const std::string& line) {
  const auto reader = read_native(text_source(line));
  TraceRequest request;
  const auto more = reader->next(request);
  if (more && *more) return "read";
  return reader->damage().first.empty() ? "nothing" : reader->damage().first[0].why;
}

TEST(NativeTrace, ReadsEveryMember) {
  const auto reader = read_native(text_source(
      R"({"t":0.125,"conn":"c17","src":"192.0.2.7","frontend":"www","method":"POST","path":"/cart?id=7","version":"1.0",)"
      R"("headers":{"host":"shop.example","x":["a","b"]},"ssl":{"sni":"shop.example"},"service_ms":12.5,)"
      R"("bytes_in":310,"bytes_out":5120,"body":"q","response":{"status":404,"headers":{"server":"x"}}})"
      "\n"));
  TraceRequest request;
  const auto more = reader->next(request);
  ASSERT_TRUE(more && *more);
  EXPECT_EQ(request.t, 125 * routing::kMillisecond);
  EXPECT_EQ(request.connection, "c17");
  EXPECT_EQ(request.source.bytes[3], 7);
  EXPECT_EQ(request.frontend, "www");
  EXPECT_EQ(request.request.method, "POST");
  EXPECT_EQ(request.request.target, "/cart?id=7");
  EXPECT_EQ(request.request.minor, 0);
  ASSERT_EQ(request.request.headers.size(), 3U);
  EXPECT_EQ(request.request.headers[2].name, "x");
  EXPECT_EQ(request.request.headers[2].value, "b");
  EXPECT_EQ(request.sni, "shop.example");
  EXPECT_EQ(request.service, 12'500 * routing::kMicrosecond);
  EXPECT_EQ(request.bytes_out, 5120U);
  EXPECT_EQ(request.request.body, "q");
  EXPECT_EQ(request.response.status, 404);
  EXPECT_EQ(request.response.headers.at(0).value, "x");
}

TEST(NativeTrace, NeedsOnlyATime) {
  const auto reader = read_native(text_source("\n{\"t\":3}\n\n{\"t\":3}"));
  TraceRequest request;
  ASSERT_TRUE(reader->next(request).value_or(false));
  EXPECT_EQ(request.line, 2U);
  EXPECT_EQ(request.request.method, "GET");
  EXPECT_LT(request.service, 0);
  ASSERT_TRUE(reader->next(request).value_or(false));
  EXPECT_EQ(request.line, 4U);
  EXPECT_FALSE(reader->next(request).value_or(true));
  EXPECT_EQ(reader->damage().count, 0U);
}

TEST(NativeTrace, TellsWhetherThereWasAHostByTheKeyHeadersAlone) {
  const auto reader = read_native(text_source("{\"t\":0}\n{\"t\":1,\"headers\":{}}\n{\"t\":2}\n"));
  TraceRequest request;
  for (const bool unknown : {true, false, true}) {
    ASSERT_TRUE(reader->next(request).value_or(false));
    EXPECT_EQ(request.request.host_unknown, unknown) << request.line;
  }
}

TEST(NativeTrace, SaysWhyALineIsDamaged) {
  EXPECT_EQ(fate_of("{}"), "without 't'");
  EXPECT_EQ(fate_of(R"({"t":-1})"), "'t' is negative");
  EXPECT_EQ(fate_of(R"({"t":"soon"})"), "'t' is not a number");
  EXPECT_EQ(fate_of(R"({"t":1e300})"), "'t' is too large");
  EXPECT_EQ(fate_of(R"({"t":1,"bytes_in":1e29})"), "'bytes_in' is too large");
  EXPECT_EQ(fate_of(R"({"t":1,"src":"nobody"})"), "'src' is not an address: 'nobody'");
  EXPECT_EQ(fate_of(R"({"t":1,"headers":{"a":{}}})"), "'a' is not a text");
  EXPECT_EQ(fate_of(R"({"t":1,"version":"one"})"), "'version' is 'one', not one such as 1.1");
  EXPECT_EQ(fate_of("GET / HTTP/1.1").substr(0, 17), "not a JSON object");
  EXPECT_EQ(fate_of("{\"t\":1} {\"t\":2}").substr(0, 17), "not a JSON object");
  EXPECT_EQ(fate_of("[1]").substr(0, 17), "not a JSON object");
  EXPECT_EQ(fate_of(std::string(2'000'000, '[')), "longer than 1 MiB");
}

TEST(NativeTrace, RefusesTimeThatRunsBackwardsAndGoesOn) {
  const auto reader = read_native(text_source("{\"t\":2}\n{\"t\":1}\n{\"t\":2}\n"));
  TraceRequest request;
  int count = 0;
  while (reader->next(request).value_or(false)) ++count;
  EXPECT_EQ(count, 2);
  ASSERT_EQ(reader->damage().count, 1U);
  EXPECT_EQ(reader->damage().first[0].line, 2U);
  EXPECT_EQ(reader->damage().first[0].why, "'t' runs backwards");
}

TEST(ParseAddress, KnowsBothFamiliesWithAndWithoutPort) {
  routing::Address address;
  EXPECT_TRUE(parse_address("192.0.2.7:81", address));
  EXPECT_EQ(address.port, 81);
  EXPECT_TRUE(parse_address("[2001:db8::1]:443", address));
  EXPECT_EQ(address.family, routing::Address::Family::ipv6);
  EXPECT_EQ(address.port, 443);
  EXPECT_TRUE(parse_address("::1", address));
  for (const std::string_view text :
       {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "a", "1.2.3.4:", "[::1", "1.2.3.4:99999"}) {
    EXPECT_FALSE(parse_address(text, address)) << text;
  }
}

}  // namespace
}  // namespace hapax::simulate
