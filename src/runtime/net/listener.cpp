#include "runtime/net/listener.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

#include "runtime/net/address.hpp"

namespace hapax::runtime {
namespace {

using Family = model::Endpoint::Family;

Result<Fd> inherit(const model::Endpoint& endpoint) {
  int fd = -1;
  const char* end = endpoint.host.data() + endpoint.host.size();
  const auto [rest, error] = std::from_chars(endpoint.host.data(), end, fd);
  if (error != std::errc{} || rest != end) return fail(fmt::format("'fd@{}' names no descriptor", endpoint.host));
  int listening = 0;
  socklen_t size = sizeof listening;
  if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0) {
    return fail(
        fmt::format("descriptor {} was not inherited as a socket: {}", fd, std::generic_category().message(errno)));
  }
  if (listening == 0 && listen(fd, SOMAXCONN) != 0) {
    return fail(
        fmt::format("cannot listen on inherited descriptor {}: {}", fd, std::generic_category().message(errno)));
  }
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return Fd(fd);
}

/// A UNIX socket's file may be left over from a process that is gone.
void remove_stale(const SocketAddress& address) {
  const Fd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (connect(probe.get(), address.get(), address.length) == 0 || errno != ECONNREFUSED) return;
  unlink(reinterpret_cast<const sockaddr_un*>(&address.storage)->sun_path);
}

}  // namespace

Result<Fd> listen_on(const model::Endpoint& endpoint, std::uint16_t port, bool v6only) {
  if (endpoint.family == Family::fd) return inherit(endpoint);
  const Result<SocketAddress> address = to_socket_address(endpoint, port);
  if (!address) return fail(address.error().message);
  if (endpoint.family == Family::unix_socket) remove_stale(*address);

  Fd fd(socket(address->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid()) return fail(fmt::format("cannot make a socket: {}", std::generic_category().message(errno)));
  const int one = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (address->family() == AF_INET6) {
    const int only = v6only ? 1 : 0;
    setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  }
  if (bind(fd.get(), address->get(), address->length) != 0 || listen(fd.get(), SOMAXCONN) != 0) {
    const std::string where = endpoint.port == 0
                                  ? text(endpoint)
                                  : fmt::format("{} port {}", endpoint.host, port != 0 ? port : endpoint.port);
    return fail(
        fmt::format("cannot listen on {}: {}", where,
                    errno == EADDRINUSE ? "it is in use by another process" : std::generic_category().message(errno)));
  }
  return fd;
}

}  // namespace hapax::runtime
