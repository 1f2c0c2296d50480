#include "routing/balance/hash_key.hpp"

#include <gtest/gtest.h>

#include "bench_backend.hpp"

namespace hapax::routing {
namespace {

using Key = std::optional<std::string_view>;

class HashKey : public testing::Test {
 protected:
  Choice choice() { return {bench_.transaction(), 0, model::kNone, nullptr}; }
  Request& request() { return bench_.transaction().request; }
  model::Balance& balance() { return bench_.proxy().balance; }
  Key uri(std::string_view target) {
    request().target = target;
    return uri_key(choice(), bench_.backend());
  }
  Key parameter(std::string_view target, std::string_view method = "GET", std::string_view body = {}) {
    request().target = target;
    request().method = method;
    request().body = body;
    return url_param_key(choice(), bench_.backend());
  }
  Key header(std::string_view value) {
    request().headers = {{"Accept", "x"}, {"X-User", value}};
    return header_key(choice(), bench_.backend());
  }

  BenchBackend bench_{{1, 1}};
};

TEST_F(HashKey, UriEndsAtTheQuestionMark) {
  EXPECT_EQ(uri("/a/b?c=d"), "/a/b");
  EXPECT_EQ(uri("http://h/a?x"), "http://h/a");
  EXPECT_EQ(uri("*"), "*");
}

TEST_F(HashKey, UriDepthLengthWholeAndPathOnly) {
  balance().uri_depth = 1;
  EXPECT_EQ(uri("/a/b/c"), "/a");
  balance().uri_depth = 2;
  EXPECT_EQ(uri("/a/b/c"), "/a/b");
  balance().uri_depth = 0;
  balance().uri_length = 3;
  EXPECT_EQ(uri("/a/b/c"), "/a/");
  balance().uri_length = 0;
  balance().uri_whole = true;
  EXPECT_EQ(uri("/a?b"), "/a?b");
  balance().uri_whole = false;
  balance().uri_path_only = true;
  EXPECT_EQ(uri("http://h/a?x"), "/a");
  EXPECT_EQ(uri("*"), "");
  EXPECT_EQ(uri("host:443"), "");
}

TEST_F(HashKey, UrlParamIsTheFirstOfThatName) {
  balance().argument = "id";
  EXPECT_EQ(parameter("/p?x=1&id=7&id=8"), "7");
  EXPECT_EQ(parameter("/p?id="), "");
  EXPECT_EQ(parameter("/p?id"), std::nullopt);
  EXPECT_EQ(parameter("/p?ID=1"), std::nullopt);
  EXPECT_EQ(parameter("/p?x=1;id=2"), std::nullopt);
  EXPECT_EQ(parameter("/p"), std::nullopt);
}

TEST_F(HashKey, UrlParamLooksIntoTheBodyOfAPost) {
  balance().argument = "id";
  EXPECT_EQ(parameter("/p", "POST", "a=1&id=42"), "42");
  EXPECT_EQ(parameter("/p", "PUT", "id=42"), std::nullopt);
  EXPECT_EQ(parameter("/p?id=1", "POST", "id=42"), "1");
  EXPECT_EQ(parameter("/p", "POST", "id=a,b&z=1"), "a,b") << "up to 3.0 only the first byte is looked at";
  EXPECT_EQ(parameter("/p", "POST", "id=/x"), std::nullopt);
  EXPECT_EQ(parameter("/p", "POST", "id= x"), "");
}

TEST_F(HashKey, UrlParamTestsEveryByteOfABodySince32) {
  balance().argument = "id";
  bench_.backend().target = Version::v3_2;
  EXPECT_EQ(parameter("/p", "POST", "id=a,b"), std::nullopt);
  EXPECT_EQ(parameter("/p", "POST", "id=ab c"), "ab");
}

TEST_F(HashKey, HeaderIsTheFirstValue) {
  balance().argument = "x-user";
  EXPECT_EQ(header(" u1 , u2"), "u1");
  EXPECT_EQ(header("\"a,b\",c"), "\"a,b\"");
  EXPECT_EQ(header(""), std::nullopt);
  request().headers.clear();
  EXPECT_EQ(header_key(choice(), bench_.backend()), std::nullopt);
}

TEST_F(HashKey, HeaderDomainOnly) {
  balance().argument = "x-user";
  balance().use_domain_only = true;
  EXPECT_EQ(header("www.example.com"), "example");
  EXPECT_EQ(header("a.co.uk"), "co");
  EXPECT_EQ(header("10.1.2.3"), "2");
  EXPECT_EQ(header("www.example.com:8080"), "example");
  EXPECT_EQ(header("x."), "x");
  EXPECT_EQ(header(".x"), ".x");
  EXPECT_EQ(header("localhost"), "localhost");
}

TEST_F(HashKey, SourceIsTheAddressAsANumber) {
  ClientConnection connection;
  bench_.transaction().connection = &connection;
  EXPECT_EQ(source_hash(choice()), std::nullopt);
  connection.source.family = Address::Family::ipv4;
  connection.source.bytes = {192, 0, 2, 7};
  EXPECT_EQ(source_hash(choice()), 0xc0000207U);
  connection.source.family = Address::Family::ipv6;
  connection.source.bytes = {0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(source_hash(choice()), 0x20010db9U);
}

TEST(RdpCookie, IsReadAtItsOffset) {
  const std::string head(11, '\x03');
  EXPECT_EQ(find_rdp_cookie(head + "Cookie: mstshash=bob\r\n", "mstshash"), "bob");
  EXPECT_EQ(find_rdp_cookie(head + "cookie: MSTShash=bob\r\nrest", "mstshash"), "bob");
  EXPECT_EQ(find_rdp_cookie(head + "Cookie: mstshash=bob", "mstshash"), std::nullopt);
  EXPECT_EQ(find_rdp_cookie(head + "Cookie: mstshash=\r\n", "mstshash"), "");
  EXPECT_EQ(find_rdp_cookie(head + "Cookie: any name=bob\r\n", ""), "bob");
  EXPECT_EQ(find_rdp_cookie(head + "Cookie: msts=1.2.3\r\n", "mstshash"), std::nullopt);
  EXPECT_EQ(find_rdp_cookie("short", "mstshash"), std::nullopt);
}

}  // namespace
}  // namespace hapax::routing
