#include <arpa/inet.h>

#include <charconv>
#include <cstring>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {
namespace {

bool parse_port(std::string_view text, std::uint16_t& port) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), port);
  return !text.empty() && result.ec == std::errc() && result.ptr == text.data() + text.size();
}

// Dotted decimal by hand: inet_pton wants a terminated copy and costs more than the rest of a log line.
bool parse_ipv4(std::string_view text, std::array<std::uint8_t, 16>& bytes) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return false;
    if (at == end || *at < '0' || *at > '9') return false;
    const auto result = std::from_chars(at, end, bytes[i]);
    if (result.ec != std::errc() || result.ptr - at > 3) return false;
    at = result.ptr;
  }
  return at == end;
}

bool parse_ipv6(std::string_view text, std::array<std::uint8_t, 16>& bytes) {
  char copy[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof copy) return false;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return inet_pton(AF_INET6, copy, bytes.data()) == 1;
}

}  // namespace

bool parse_address(std::string_view text, routing::Address& address) {
  address = {};
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    port = text.substr(close + 1);
    text = text.substr(1, close - 1);
    if (!port.empty() && port.front() != ':') return false;
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && text.rfind(':') == colon) {
    port = text.substr(colon);
    text = text.substr(0, colon);
  }
  if (!port.empty() && !parse_port(port.substr(1), address.port)) return false;
  if (parse_ipv4(text, address.bytes)) {
    address.family = routing::Address::Family::ipv4;
    return true;
  }
  if (parse_ipv6(text, address.bytes)) {
    address.family = routing::Address::Family::ipv6;
    return true;
  }
  return false;
}

}  // namespace hapax::simulate
