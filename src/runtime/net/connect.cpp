#include "runtime/net/connect.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace hapax::runtime {

void send_at_once(int fd) {
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

Fd start_connecting(const SocketAddress& to) {
  Fd fd(socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid()) return fd;
  if (to.family() != AF_UNIX) send_at_once(fd.get());
  if (connect(fd.get(), to.get(), to.length) != 0 && errno != EINPROGRESS) fd.reset();
  return fd;
}

}  // namespace hapax::runtime
