// Between the addresses of the kernel, of the model, and of routing.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>

#include <hapax/base/result.hpp>
#include <hapax/model/server.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::runtime {

/// An address that connect() and bind() take.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] int family() const { return storage.ss_family; }
};

/// The socket address of a configured one, with `port` in place of its own when that is not 0. Names are resolved
/// through the system. The Error says what is wrong with the address, and nothing of where it stands.
Result<SocketAddress> to_socket_address(const model::Endpoint& endpoint, std::uint16_t port = 0);

/// How routing sees an address of the kernel.
routing::Address to_routing_address(const SocketAddress& address);

SocketAddress local_address(int fd);
SocketAddress peer_address(int fd);

/// "192.0.2.1" or "2001:db8::1"; "unix" for others.
std::string host_text(const routing::Address& address);
/// "192.0.2.1:80", a socket's path, ...
std::string text(const model::Endpoint& endpoint);

}  // namespace hapax::runtime
