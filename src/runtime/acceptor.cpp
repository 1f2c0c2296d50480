#include "runtime/acceptor.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace hapax::runtime {
namespace {

/// So that a flood of connections does not keep those that exist waiting.
constexpr int kAcceptedAtOnce = 64;
constexpr routing::Time kRetryAfter = 100 * routing::kMillisecond;

bool below(const std::atomic<std::int64_t>& count, std::int64_t limit) { return limit <= 0 || count.load() < limit; }

}  // namespace

Acceptor::Acceptor(Worker& worker, const Listener& listener)
    : worker_(worker),
      listener_(listener),
      fd_(listener.fd.get()),
      retry_(worker.loop().timers(), [this] { resume(); }) {
  worker_.loop().watch_listener(fd_, *this);
}

Acceptor::~Acceptor() {
  if (!paused_) worker_.loop().unwatch(fd_);
  worker_.loop().forget(*this);
}

bool Acceptor::has_room() const {
  const Shared& shared = worker_.shared();
  return below(shared.sessions, shared.model.maxconn) &&
         below(shared.proxies[listener_.frontend].sessions, shared.model.proxies[listener_.frontend].maxconn);
}

void Acceptor::on_events(std::uint32_t /*events*/) {
  for (int i = 0; i < kAcceptedAtOnce; ++i) {
    if (!has_room()) {
      pause();
      // The last one may have ended between the look and the pause, and then nobody will wake us.
      return resume();
    }
    Fd client(accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (client.valid()) {
      worker_.accept(std::move(client), listener_.frontend, listener_.bind);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      pause();
      return retry_.set(worker_.now() + kRetryAfter);
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

void Acceptor::pause() {
  paused_ = true;
  worker_.count_paused();
  worker_.loop().unwatch(fd_);
}

void Acceptor::resume() {
  if (!paused_) return;
  if (!has_room()) return worker_.count_paused();
  paused_ = false;
  worker_.loop().watch_listener(fd_, *this);
}

}  // namespace hapax::runtime
