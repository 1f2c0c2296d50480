#include "runtime/net/connection.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace hapax::runtime {

Connection::Connection(EventLoop& loop, Fd fd, ConnectionOwner& owner, bool connecting)
    : loop_(loop), fd_(std::move(fd)), owner_(&owner), connecting_(connecting) {
  loop_.watch(fd_.get(), *this);
}

std::size_t Connection::read(Buffer& to) {
  std::size_t total = 0;
  while (readable_ && !ended() && to.room() > 0) {
    const std::span<char> space = to.space();
    const ssize_t count = recv(fd_.get(), space.data(), space.size(), 0);
    if (count > 0) {
      to.wrote(static_cast<std::size_t>(count));
      total += static_cast<std::size_t>(count);
      // Less than asked for: the socket is empty, and the next byte makes a new edge. An end that came meanwhile was
      // reported by EPOLLRDHUP, and then one more read is due.
      if (static_cast<std::size_t>(count) < space.size() && !end_reported_) readable_ = false;
    } else if (count == 0) {
      ended_ = true;
    } else if (errno == EAGAIN) {
      readable_ = false;
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
  if (to.empty()) to.clear();
  return total;
}

std::size_t Connection::write(Buffer& from) {
  std::size_t total = 0;
  while (writable_ && !connecting_ && !broken_ && !write_ended_ && !from.empty()) {
    const std::string_view bytes = from.bytes();
    const ssize_t count = send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      from.drop(static_cast<std::size_t>(count));
      total += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      writable_ = false;
    } else if (errno != EINTR) {
      write_failed(errno);
    }
  }
  return total;
}

void Connection::write_failed(int error) {
  // A peer that closed may have sent its last words before: they can still be read, so only this direction is over.
  write_ended_ = true;
  if (error_ == 0) error_ = error;
  write_broken_ = true;
}

bool Connection::idle_and_open() const {
  char byte = 0;
  return !end_seen() && recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

void Connection::end_writing() {
  if (write_ended_ || !fd_.valid()) return;
  write_ended_ = true;
  shutdown(fd_.get(), SHUT_WR);
}

void Connection::close() {
  if (!fd_.valid()) return;
  loop_.unwatch(fd_.get());
  loop_.forget(*this);
  fd_.reset();
}

void Connection::abort() {
  if (!fd_.valid()) return;
  const linger hard{1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close();
}

void Connection::fail(int error) {
  broken_ = true;
  if (error_ == 0) error_ = error;
}

void Connection::on_events(std::uint32_t events) {
  if (connecting_ && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) fail(error);
    connecting_ = false;
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) end_reported_ = true;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) writable_ = true;
  owner_->on_ready(*this);
}

}  // namespace hapax::runtime
