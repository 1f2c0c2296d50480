#include <hapax/syntax/address.hpp>

#include <arpa/inet.h>

#include <charconv>
#include <optional>
#include <string>

#include "grammar/address.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {
namespace {

namespace grammar = hapax::grammar::address;

constexpr std::uint32_t kHighestPort = 65535;

// --- the prefix
// --------------------------------------------------------------------------------------------------------------

struct Prefix {
  Address& address;
  Version version;
};

template <class Rule>
struct Read : tao::pegtl::nothing<Rule> {};

template <AddressFamily Family, SocketKind Socket = SocketKind::by_statement,
          SocketKind Transport = SocketKind::by_statement, Version Since = Version::v2_6>
struct ReadPrefix {
  static bool apply0(Prefix& prefix) {
    if (prefix.version < Since) return false;
    prefix.address.family = Family;
    if (Socket != SocketKind::by_statement) prefix.address.socket = Socket;
    if (Transport != SocketKind::by_statement) prefix.address.transport = Transport;
    return true;
  }
};

using enum AddressFamily;
constexpr SocketKind kStream = SocketKind::stream;
constexpr SocketKind kDatagram = SocketKind::datagram;

template <>
struct Read<grammar::stream> : ReadPrefix<ip, kStream, kStream> {};
template <>
struct Read<grammar::dgram> : ReadPrefix<ip, kDatagram, kDatagram> {};
template <>
struct Read<grammar::quic> : ReadPrefix<ip, kDatagram, kStream, Version::v3_0> {};
template <>
struct Read<grammar::ip> : ReadPrefix<ip> {};
template <>
struct Read<grammar::ipv4> : ReadPrefix<ipv4> {};
template <>
struct Read<grammar::ipv6> : ReadPrefix<ipv6> {};
template <>
struct Read<grammar::unix_path> : ReadPrefix<unix_path> {};
template <>
struct Read<grammar::abns> : ReadPrefix<abstract> {};
template <>
struct Read<grammar::abnsz>
    : ReadPrefix<abstract_zero, SocketKind::by_statement, SocketKind::by_statement, Version::v3_2> {};
template <>
struct Read<grammar::fd> : ReadPrefix<descriptor> {};
template <>
struct Read<grammar::sockpair> : ReadPrefix<socket_pair> {};
template <>
struct Read<grammar::rhttp> : ReadPrefix<reverse_http, kStream, kStream, Version::v3_0> {};
template <>
struct Read<grammar::tcp> : ReadPrefix<ip, kStream, kStream> {};
template <>
struct Read<grammar::tcp4> : ReadPrefix<ipv4, kStream, kStream> {};
template <>
struct Read<grammar::tcp6> : ReadPrefix<ipv6, kStream, kStream> {};
template <>
struct Read<grammar::udp> : ReadPrefix<ip, kDatagram, kDatagram> {};
template <>
struct Read<grammar::udp4> : ReadPrefix<ipv4, kDatagram, kDatagram> {};
template <>
struct Read<grammar::udp6> : ReadPrefix<ipv6, kDatagram, kDatagram> {};
template <>
struct Read<grammar::quic4> : ReadPrefix<ipv4, kDatagram, kStream> {};
template <>
struct Read<grammar::quic6> : ReadPrefix<ipv6, kDatagram, kStream> {};
template <>
struct Read<grammar::uxst> : ReadPrefix<unix_path, kStream, kStream> {};
template <>
struct Read<grammar::uxdg> : ReadPrefix<unix_path, kDatagram, kDatagram> {};

template <AddressFamily Family>
struct ReadMultipath {
  static bool apply0(Prefix& prefix) {
    prefix.address.mptcp = prefix.version >= Version::v3_2;
    return ReadPrefix<Family, kStream, kStream, Version::v3_2>::apply0(prefix);
  }
};
template <>
struct Read<grammar::mptcp> : ReadMultipath<ip> {};
template <>
struct Read<grammar::mptcp4> : ReadMultipath<ipv4> {};
template <>
struct Read<grammar::mptcp6> : ReadMultipath<ipv6> {};

std::uint32_t read_prefix(std::string_view text, Version version, Address& address) {
  // Every prefix begins with a letter, as most addresses do not.
  if (text[0] < 'a' || text[0] > 'z') {
    if (text.starts_with('/')) address.family = unix_path;
    return 0;
  }
  Prefix prefix{address, version};
  TextInput in(text.data(), text.data() + text.size(), "");
  tao::pegtl::parse<grammar::prefix, Read>(in, prefix);
  const auto length = static_cast<std::uint32_t>(in.byte());
  address.prefix = text.substr(0, length);
  const bool family_named = address.prefix.ends_with('@');
  if (!family_named && text.substr(length).starts_with('/')) address.family = unix_path;
  return length;
}

// --- the port
// ----------------------------------------------------------------------------------------------------------------

struct PortReading {
  PortForm form = PortForm::none;
  std::string_view first;
  std::optional<std::string_view> last;
};

template <class Rule>
struct ReadPort : tao::pegtl::nothing<Rule> {};

template <PortForm Form>
struct ReadForm {
  static void apply0(PortReading& reading) { reading.form = Form; }
};
template <>
struct ReadPort<grammar::plus_sign> : ReadForm<PortForm::plus> {};
template <>
struct ReadPort<grammar::minus_sign> : ReadForm<PortForm::minus> {};
template <>
struct ReadPort<grammar::first_port> {
  template <class Input>
  static void apply(const Input& in, PortReading& reading) {
    reading.form = PortForm::single;
    reading.first = in.string_view();
  }
};
template <>
struct ReadPort<grammar::offset> {
  template <class Input>
  static void apply(const Input& in, PortReading& reading) {
    reading.first = in.string_view();
  }
};
template <>
struct ReadPort<grammar::last_port> {
  template <class Input>
  static void apply(const Input& in, PortReading& reading) {
    reading.form = PortForm::range;
    reading.last = in.string_view();
  }
};

/// A number, or one above every port when it is too great.
std::uint32_t to_port(std::string_view digits) {
  std::uint32_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return result.ec == std::errc() || digits.empty() ? value : kHighestPort + 1;
}

std::optional<ParseError> read_port(std::string_view text, std::uint32_t offset, Version version, Address& address) {
  PortReading reading;
  const std::string_view port = text.substr(offset);
  TextInput in(port.data(), port.data() + port.size(), "");
  tao::pegtl::parse<grammar::port, ReadPort>(in, reading);
  address.port_form = reading.form;
  address.port_offset = offset;
  address.port_length = static_cast<std::uint32_t>(in.byte());

  const auto place = [&](std::string_view part) { return static_cast<std::uint32_t>(part.data() - text.data()); };
  const auto wrong = [&](Problem problem, std::string_view part) {
    return ParseError{problem, place(part), static_cast<std::uint32_t>(part.size())};
  };
  const std::string_view tail = port.substr(in.byte());
  if (!tail.empty() && (version > Version::v2_6 || reading.form == PortForm::none)) {
    return wrong(Problem::unexpected_character, tail.substr(0, 1));
  }
  const std::uint32_t first = to_port(reading.first);
  const std::uint32_t last = reading.last ? to_port(*reading.last) : first;
  if (first > kHighestPort) return wrong(Problem::port_out_of_range, reading.first);
  if (last > kHighestPort) return wrong(Problem::port_out_of_range, *reading.last);
  if (reading.last && reading.last->empty()) return wrong(Problem::missing_port, *reading.last);
  if (first > last) return wrong(Problem::bad_port_range, port.substr(0, in.byte()));
  address.port = static_cast<std::uint16_t>(first);
  address.last_port = static_cast<std::uint16_t>(last);
  return std::nullopt;
}

// --- the host
// ----------------------------------------------------------------------------------------------------------------

// Four numbers up to 255 without leading zeros. inet_pton() takes exactly these, too, but wants a text that ends with a
// NUL.
bool is_dotted_quad(std::string_view host) {
  const char* at = host.data();
  const char* const end = at + host.size();
  for (int numbers = 1; numbers <= 4; ++numbers) {
    unsigned value = 0;
    const char* const first = at;
    for (; at != end && *at >= '0' && *at <= '9' && at - first < 3; ++at) {
      value = 10 * value + static_cast<unsigned>(*at - '0');
    }
    if (at == first || value > 255 || (*first == '0' && at - first > 1)) return false;
    if (numbers < 4 && (at == end || *at++ != '.')) return false;
  }
  return at == end;
}

HostKind classify(std::string_view host, bool bracketed) {
  if (!bracketed && (host.empty() || host == "*")) return HostKind::any;
  if (is_dotted_quad(host)) return HostKind::ipv4;
  const std::string text(host);
  in6_addr binary{};
  if (inet_pton(AF_INET, text.c_str(), &binary) == 1) return HostKind::ipv4;
  if (inet_pton(AF_INET6, text.c_str(), &binary) == 1) return HostKind::ipv6;
  if (bracketed) return HostKind::impossible;
  in_addr old{};
  const bool one_word = text.find_first_of(" \t\n\v\f\r") == std::string::npos;  // inet_aton() stops at blanks
  if (one_word && inet_aton(text.c_str(), &old) == 1) return HostKind::old_ipv4;
  TextInput in(text.data(), text.data() + text.size(), "");
  return tao::pegtl::parse<grammar::host_name>(in) ? HostKind::name : HostKind::impossible;
}

std::optional<ParseError> check_host(const Address& address) {
  const bool is_v4 = address.host_kind == HostKind::ipv4 || address.host_kind == HostKind::old_ipv4;
  Problem problem = Problem::bad_host;
  if (address.family == ipv4 && address.host_kind == HostKind::ipv6) {
    problem = Problem::bad_ipv4;
  } else if (address.family == ipv6 && is_v4) {
    problem = Problem::bad_ipv6;
  } else if (address.host_kind != HostKind::impossible) {
    return std::nullopt;
  }
  return ParseError{problem, address.host_offset, static_cast<std::uint32_t>(address.host.size())};
}

std::optional<ParseError> read_ip(std::string_view text, std::uint32_t begin, Version version, Address& address) {
  const std::size_t separator = text.find_last_of(":]");
  const bool has_port = separator != std::string_view::npos && separator >= begin && text[separator] == ':';
  address.host = text.substr(begin, has_port ? separator - begin : std::string_view::npos);
  address.host_offset = begin;
  if (has_port) {
    if (const auto error = read_port(text, static_cast<std::uint32_t>(separator) + 1, version, address)) return error;
  }
  if (address.host.size() > 1 && address.host.starts_with('[') && address.host.ends_with(']')) {
    address.bracketed = true;
    address.host = address.host.substr(1, address.host.size() - 2);
    ++address.host_offset;
  }
  address.host_kind = classify(address.host, address.bracketed);
  return check_host(address);
}

std::optional<ParseError> read_descriptor(Address& address) {
  const std::string_view digits = address.host;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), address.descriptor);
  if (result.ec == std::errc() && result.ptr == digits.data() + digits.size() && address.descriptor >= 0) {
    return std::nullopt;
  }
  return ParseError{Problem::bad_descriptor, address.host_offset, static_cast<std::uint32_t>(digits.size())};
}

// --- variables
// ---------------------------------------------------------------------------------------------------------------

struct Expanding {
  const Environment& environment;
  std::string result;
  std::string_view name;
};

template <class Rule>
struct Expand : tao::pegtl::nothing<Rule> {};
template <>
struct Expand<grammar::text> {
  template <class Input>
  static void apply(const Input& in, Expanding& expanding) {
    expanding.result += in.string_view();
  }
};
template <>
struct Expand<grammar::variable_name> {
  template <class Input>
  static void apply(const Input& in, Expanding& expanding) {
    expanding.name = in.string_view();
  }
};
template <>
struct Expand<grammar::variable> {
  static void apply0(Expanding& expanding) {
    expanding.result += expanding.environment.get(expanding.name).value_or(std::string_view());
  }
};

}  // namespace

Parsed<Address> parse_address(std::string_view text, Version version) {
  if (text.empty()) return fail(Problem::empty, 0, 0);
  Address address;
  const std::uint32_t begin = read_prefix(text, version, address);
  std::optional<ParseError> error;
  if (address.is_ip()) {
    error = read_ip(text, begin, version, address);
  } else {
    address.host = text.substr(begin);
    address.host_offset = begin;
    if (address.family == descriptor || address.family == socket_pair) error = read_descriptor(address);
  }
  if (error) return tl::unexpected(*error);
  return address;
}

std::string_view expand_address(std::string_view text, const Environment& environment, Arena& arena) {
  if (text.find('$') == std::string_view::npos) return text;
  Expanding expanding{environment, {}, {}};
  parse_text<grammar::expandable, Expand>(text, expanding);
  return arena.copy(expanding.result);
}

}  // namespace hapax::syntax
