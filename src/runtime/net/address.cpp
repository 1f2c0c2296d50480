#include "runtime/net/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>

#include <fmt/format.h>

namespace hapax::runtime {
namespace {

using Family = model::Endpoint::Family;

Result<SocketAddress> unix_address(const model::Endpoint& endpoint) {
  SocketAddress address;
  auto* un = reinterpret_cast<sockaddr_un*>(&address.storage);
  un->sun_family = AF_UNIX;
  const std::size_t shift = endpoint.family == Family::abstract_socket ? 1 : 0;
  if (endpoint.host.size() + shift >= sizeof un->sun_path) return fail("the socket's path is too long");
  std::memcpy(un->sun_path + shift, endpoint.host.data(), endpoint.host.size());
  address.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + endpoint.host.size() + 1);
  return address;
}

Result<SocketAddress> resolve(const model::Endpoint& endpoint, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  if (endpoint.family != Family::name) hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  const int status = getaddrinfo(endpoint.host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (status != 0) return fail(fmt::format("'{}' does not resolve: {}", endpoint.host, gai_strerror(status)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  SocketAddress address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.length = found->ai_addrlen;
  return address;
}

}  // namespace

Result<SocketAddress> to_socket_address(const model::Endpoint& endpoint, std::uint16_t port) {
  switch (endpoint.family) {
    case Family::ipv4:
    case Family::ipv6:
    case Family::name:
      return resolve(endpoint, port != 0 ? port : endpoint.port);
    case Family::unix_socket:
    case Family::abstract_socket:
      return unix_address(endpoint);
    case Family::none:
    case Family::fd:
    case Family::other:
      break;
  }
  return fail(fmt::format("'{}' is an address of a kind that cannot be connected to", endpoint.host));
}

routing::Address to_routing_address(const SocketAddress& address) {
  routing::Address result;
  if (address.family() == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(&address.storage);
    result.family = routing::Address::Family::ipv4;
    result.port = ntohs(in->sin_port);
    std::memcpy(result.bytes.data(), &in->sin_addr, 4);
  } else if (address.family() == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(&address.storage);
    result.port = ntohs(in->sin6_port);
    // A client of a socket for both families is the IPv4 client that it is.
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&in->sin6_addr);
    result.family = mapped ? routing::Address::Family::ipv4 : routing::Address::Family::ipv6;
    std::memcpy(result.bytes.data(), in->sin6_addr.s6_addr + (mapped ? 12 : 0), mapped ? 4 : 16);
  } else if (address.family() == AF_UNIX) {
    result.family = routing::Address::Family::unix_socket;
  }
  return result;
}

SocketAddress local_address(int fd) {
  SocketAddress address;
  address.length = sizeof address.storage;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length);
  return address;
}

SocketAddress peer_address(int fd) {
  SocketAddress address;
  address.length = sizeof address.storage;
  getpeername(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length);
  return address;
}

std::string host_text(const routing::Address& address) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  switch (address.family) {
    case routing::Address::Family::ipv4:
      inet_ntop(AF_INET, address.bytes.data(), buffer.data(), buffer.size());
      break;
    case routing::Address::Family::ipv6:
      inet_ntop(AF_INET6, address.bytes.data(), buffer.data(), buffer.size());
      break;
    case routing::Address::Family::none:
    case routing::Address::Family::unix_socket:
      return "unix";
  }
  return buffer.data();
}

std::string text(const model::Endpoint& endpoint) {
  switch (endpoint.family) {
    case Family::ipv6:
      return fmt::format("[{}]:{}", endpoint.host, endpoint.port);
    case Family::unix_socket:
      return endpoint.host;
    case Family::abstract_socket:
      return "abns@" + endpoint.host;
    case Family::fd:
      return "fd@" + endpoint.host;
    default:
      return fmt::format("{}:{}", endpoint.host, endpoint.port);
  }
}

}  // namespace hapax::runtime
