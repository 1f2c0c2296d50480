#include "model/compile/addresses.hpp"

#include <arpa/inet.h>

#include <string>

#include <hapax/syntax/address.hpp>

namespace hapax::compile {
namespace {

using model::Endpoint;
using Family = model::Endpoint::Family;

// Prefixes that an older target does not know have their finding already, so the newest version's reading does.
tl::expected<syntax::Address, syntax::ParseError> parse(std::string_view text) {
  return syntax::parse_address(text, Version::v3_5);
}

// "127.1" as a dotted quad.
std::string dotted_quad(std::string_view text) {
  in_addr address{};
  if (inet_aton(std::string(text).c_str(), &address) == 0) return std::string(text);
  char buffer[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &address, buffer, sizeof buffer);
  return buffer;
}

void set_ip_host(Endpoint& endpoint, const syntax::Address& address) {
  switch (address.host_kind) {
    case syntax::HostKind::any:
      endpoint.family = address.family == syntax::AddressFamily::ipv6 ? Family::ipv6 : Family::ipv4;
      endpoint.host = endpoint.family == Family::ipv6 ? "::" : "0.0.0.0";
      break;
    case syntax::HostKind::ipv4:
      endpoint.family = Family::ipv4;
      endpoint.host = address.host;
      break;
    case syntax::HostKind::old_ipv4:
      endpoint.family = Family::ipv4;
      endpoint.host = dotted_quad(address.host);
      break;
    case syntax::HostKind::ipv6:
      endpoint.family = Family::ipv6;
      endpoint.host = address.host;
      // ':' alone is what is left of ":::80".
      if (endpoint.host == ":") endpoint.host = "::";
      break;
    case syntax::HostKind::none:
    case syntax::HostKind::name:
    case syntax::HostKind::impossible:
      endpoint.family = Family::name;
      endpoint.host = address.host;
      break;
  }
}

Endpoint convert(const syntax::Address& address) {
  Endpoint endpoint;
  switch (address.family) {
    case syntax::AddressFamily::ip:
    case syntax::AddressFamily::ipv4:
    case syntax::AddressFamily::ipv6:
      set_ip_host(endpoint, address);
      break;
    case syntax::AddressFamily::unix_path:
      endpoint.family = Family::unix_socket;
      break;
    case syntax::AddressFamily::abstract:
    case syntax::AddressFamily::abstract_zero:
      endpoint.family = Family::abstract_socket;
      break;
    case syntax::AddressFamily::descriptor:
      endpoint.family = Family::fd;
      break;
    case syntax::AddressFamily::socket_pair:
    case syntax::AddressFamily::reverse_http:
      endpoint.family = Family::other;
      break;
  }
  if (!address.is_ip()) endpoint.host = address.host;
  endpoint.port = address.port;
  endpoint.last_port = address.port_form == syntax::PortForm::range ? address.last_port : address.port;
  return endpoint;
}

}  // namespace

Endpoint endpoint(std::string_view text) {
  const auto address = parse(text);
  return address ? convert(*address) : Endpoint{};
}

Endpoint server_endpoint(std::string_view text) {
  const auto address = parse(text);
  if (!address) return {};
  Endpoint endpoint = convert(*address);
  if (!address->is_ip()) return endpoint;
  const bool plus = address->port_form == syntax::PortForm::plus;
  const bool minus = address->port_form == syntax::PortForm::minus;
  if (plus || minus || address->port_form == syntax::PortForm::none) {
    endpoint.port_relative = true;
    endpoint.port_offset = plus ? address->port : minus ? -static_cast<std::int32_t>(address->port) : 0;
    endpoint.port = endpoint.last_port = 0;
  }
  return endpoint;
}

std::vector<BindAddress> bind_endpoints(std::string_view text) {
  std::vector<BindAddress> list;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view one = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const auto address = parse(one);
    if (!address) continue;
    list.push_back({convert(*address), one, address->prefix.find("quic") != std::string_view::npos});
  }
  return list;
}

}  // namespace hapax::compile
