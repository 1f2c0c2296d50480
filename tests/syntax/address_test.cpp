#include <hapax/syntax/address.hpp>

#include <arpa/inet.h>

#include <string>

#include <gtest/gtest.h>

#include <hapax/base/random.hpp>

namespace hapax::syntax {
namespace {

Address parse(std::string_view text, Version version = Version::v3_2) {
  const auto address = parse_address(text, version);
  EXPECT_TRUE(address) << text;
  return address.value_or(Address{});
}

ParseError error(std::string_view text, Version version = Version::v3_2) {
  const auto address = parse_address(text, version);
  EXPECT_FALSE(address) << text;
  return address ? ParseError{} : address.error();
}

void expect_ip(std::string_view text, HostKind kind, std::string_view host, int port) {
  const Address address = parse(text);
  EXPECT_TRUE(address.is_ip()) << text;
  EXPECT_EQ(address.host_kind, kind) << text;
  EXPECT_EQ(address.host, host) << text;
  EXPECT_EQ(address.port_form, port < 0 ? PortForm::none : PortForm::single) << text;
  EXPECT_EQ(address.port, port < 0 ? 0 : port) << text;
}

TEST(Address, IsAHostWithPort) {
  expect_ip(":80", HostKind::any, "", 80);
  expect_ip("*:80", HostKind::any, "*", 80);
  expect_ip("192.0.2.1:80", HostKind::ipv4, "192.0.2.1", 80);
  expect_ip("[2001:db8::1]:80", HostKind::ipv6, "2001:db8::1", 80);
  expect_ip("2001:db8::1:80", HostKind::ipv6, "2001:db8::1", 80);
  expect_ip(":::80", HostKind::ipv6, "::", 80);
  expect_ip("::ffff:192.0.2.1:80", HostKind::ipv6, "::ffff:192.0.2.1", 80);
  expect_ip("[192.0.2.1]:80", HostKind::ipv4, "192.0.2.1", 80);
  expect_ip("www.example.org:80", HostKind::name, "www.example.org", 80);
  expect_ip("a_b:080", HostKind::name, "a_b", 80);
}

TEST(Address, IsIPv4WhereTheSystemSaysSo) {
  Xoshiro256 random(3);
  constexpr std::string_view kBytes = "0012579..";
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = i % 2 == 0 ? "1.2" : "";
    for (std::uint32_t length = random.next32() % 12; length > 0; --length) text += kBytes[random.next32() % 9];
    in_addr binary{};
    const bool ipv4 = inet_pton(AF_INET, text.c_str(), &binary) == 1;
    const auto address = parse_address(text, Version::v3_2);
    EXPECT_EQ(address && address->host_kind == HostKind::ipv4, ipv4) << text;
    taken += ipv4 ? 1 : 0;
  }
  EXPECT_GT(taken, 1000);
}

TEST(Address, MayLackThePort) {
  expect_ip("192.0.2.1", HostKind::ipv4, "192.0.2.1", -1);
  expect_ip("192.0.2.1:", HostKind::ipv4, "192.0.2.1", -1);
  expect_ip("[::1]", HostKind::ipv6, "::1", -1);
  expect_ip("*", HostKind::any, "*", -1);
  expect_ip("80", HostKind::old_ipv4, "80", -1);
  expect_ip("localhost", HostKind::name, "localhost", -1);
}

TEST(Address, TakesTheLastColonForThePort) {
  EXPECT_EQ(error("::1"), (ParseError{Problem::bad_host, 0, 1}));
  EXPECT_EQ(error("::80"), (ParseError{Problem::bad_host, 0, 1}));
  EXPECT_EQ(error("[::1"), (ParseError{Problem::bad_host, 0, 2}));
  EXPECT_EQ(error("::1]:80"), (ParseError{Problem::bad_host, 0, 4}));
}

TEST(Address, KnowsPortRangesAndOffsets) {
  const Address range = parse("192.0.2.1:80-90");
  EXPECT_EQ(range.port_form, PortForm::range);
  EXPECT_EQ(range.port, 80);
  EXPECT_EQ(range.last_port, 90);
  EXPECT_EQ(range.port_offset, 10U);
  EXPECT_EQ(range.port_length, 5U);
  EXPECT_EQ(parse(":+80").port_form, PortForm::plus);
  EXPECT_EQ(parse(":-80").port_form, PortForm::minus);
  EXPECT_EQ(parse(":-80").port, 80);
  EXPECT_EQ(parse("192.0.2.1:+").port, 0);
}

TEST(Address, SaysWhatIsWrongWithAPort) {
  EXPECT_EQ(error("192.0.2.1:x"), (ParseError{Problem::unexpected_character, 10, 1}));
  EXPECT_EQ(error("192.0.2.1:65536"), (ParseError{Problem::port_out_of_range, 10, 5}));
  EXPECT_EQ(error(":99999999999"), (ParseError{Problem::port_out_of_range, 1, 11}));
  EXPECT_EQ(error(":90-80"), (ParseError{Problem::bad_port_range, 1, 5}));
  EXPECT_EQ(error(":80-"), (ParseError{Problem::missing_port, 4, 0}));
  EXPECT_EQ(error(":80-65536"), (ParseError{Problem::port_out_of_range, 4, 5}));
}

TEST(Address, LooksBehindAPortSince3_0) {
  EXPECT_EQ(error(":80x"), (ParseError{Problem::unexpected_character, 3, 1}));
  EXPECT_EQ(error(":80-90x"), (ParseError{Problem::unexpected_character, 6, 1}));
  EXPECT_EQ(error(":+x"), (ParseError{Problem::unexpected_character, 2, 1}));
  EXPECT_EQ(parse(":80x", Version::v2_6).port, 80);
  EXPECT_EQ(parse(":80-90x", Version::v2_6).last_port, 90);
  EXPECT_EQ(error(":x", Version::v2_6).problem, Problem::unexpected_character);
}

TEST(Address, KnowsEveryFamily) {
  using enum AddressFamily;
  EXPECT_EQ(parse("ip@192.0.2.1:80").family, ip);
  EXPECT_EQ(parse("ipv4@*:80").family, ipv4);
  EXPECT_EQ(parse("ipv6@:80").family, ipv6);
  EXPECT_EQ(parse("/run/x").family, unix_path);
  EXPECT_EQ(parse("/run/x").host, "/run/x");
  EXPECT_EQ(parse("unix@x:80").host, "x:80");
  EXPECT_EQ(parse("abns@x").family, abstract);
  EXPECT_EQ(parse("abnsz@x").family, abstract_zero);
  EXPECT_EQ(parse("fd@3").descriptor, 3);
  EXPECT_EQ(parse("sockpair@12").family, socket_pair);
  EXPECT_EQ(parse("rhttp@be").family, reverse_http);
  EXPECT_EQ(parse("rhttp").family, reverse_http);
}

TEST(Address, KnowsEveryProtocol) {
  using enum AddressFamily;
  const auto expect = [](std::string_view text, AddressFamily family, SocketKind socket, SocketKind transport) {
    const Address address = parse(text);
    EXPECT_EQ(address.family, family) << text;
    EXPECT_EQ(address.socket, socket) << text;
    EXPECT_EQ(address.transport, transport) << text;
  };
  constexpr SocketKind kStream = SocketKind::stream;
  constexpr SocketKind kDatagram = SocketKind::datagram;
  expect("tcp@192.0.2.1:80", ip, kStream, kStream);
  expect("tcp4@192.0.2.1:80", ipv4, kStream, kStream);
  expect("tcp6@::1:80", ipv6, kStream, kStream);
  expect("udp@:53", ip, kDatagram, kDatagram);
  expect("udp4@:53", ipv4, kDatagram, kDatagram);
  expect("udp6@:53", ipv6, kDatagram, kDatagram);
  expect("quic4@:443", ipv4, kDatagram, kStream);
  expect("quic6@:443", ipv6, kDatagram, kStream);
  expect("quic+ipv4@:443", ipv4, kDatagram, kStream);
  expect("uxst@/x", unix_path, kStream, kStream);
  expect("uxdg@/x", unix_path, kDatagram, kDatagram);
  expect("stream+:80", ip, kStream, kStream);
  expect("dgram+fd@3", descriptor, kDatagram, kDatagram);
  expect("stream+/x", unix_path, kStream, kStream);
  EXPECT_TRUE(parse("mptcp@:80").mptcp);
  EXPECT_EQ(parse("mptcp6@:80").family, ipv6);
  EXPECT_EQ(parse("dgram+ipv4@:53").prefix, "dgram+ipv4@");
}

TEST(Address, TakesAnUnknownPrefixForTheHost) {
  EXPECT_EQ(error("foo@192.0.2.1:80"), (ParseError{Problem::bad_host, 0, 13}));
  EXPECT_EQ(error("IPV4@:80").problem, Problem::bad_host);
  EXPECT_EQ(error("mptcp@:80", Version::v3_0).problem, Problem::bad_host);
  EXPECT_EQ(error("rhttp@be", Version::v2_6).problem, Problem::bad_host);
  EXPECT_EQ(error("quic+ipv4@:443", Version::v2_6).problem, Problem::bad_host);
  EXPECT_FALSE(parse("www:80", Version::v2_6).mptcp);
}

TEST(Address, SaysWhatIsWrongWithAHost) {
  EXPECT_EQ(error(""), (ParseError{Problem::empty, 0, 0}));
  EXPECT_EQ(error("ipv4@::1:80"), (ParseError{Problem::bad_ipv4, 5, 3}));
  EXPECT_EQ(error("ipv6@192.0.2.1:80"), (ParseError{Problem::bad_ipv6, 5, 9}));
  EXPECT_EQ(error("[]:80").problem, Problem::bad_host);
  EXPECT_EQ(error("[*]:80").problem, Problem::bad_host);
  EXPECT_EQ(error("256.1.1.1:80").problem, Problem::bad_host);
  EXPECT_EQ(error("1.2.3.4.5:80").problem, Problem::bad_host);
  EXPECT_EQ(error("1::2::3:80").problem, Problem::bad_host);
  EXPECT_EQ(error("a b:80").problem, Problem::bad_host);
  EXPECT_EQ(error("fd@x"), (ParseError{Problem::bad_descriptor, 3, 1}));
  EXPECT_EQ(error("fd@"), (ParseError{Problem::bad_descriptor, 3, 0}));
  EXPECT_EQ(error("sockpair@-1").problem, Problem::bad_descriptor);
}

TEST(Address, IsExpandedOnceMore) {
  Environment environment;
  environment.set("A", "192.0.2.1");
  Arena arena;
  EXPECT_EQ(expand_address(":80", environment, arena), ":80");
  EXPECT_EQ(expand_address("$A:80", environment, arena), "192.0.2.1:80");
  EXPECT_EQ(expand_address("ipv4@${A}:80", environment, arena), "ipv4@192.0.2.1:80");
  EXPECT_EQ(expand_address("$NONE:80", environment, arena), ":80");
  EXPECT_EQ(expand_address("\\$A$", environment, arena), "\\192.0.2.1");
}

}  // namespace
}  // namespace hapax::syntax
