// The event loop of one thread: epoll, timers, and work posted by other threads.
//
// Sockets are registered once, edge-triggered, for reading and writing; each keeps in itself whether it is readable or
// writable (net/connection.hpp). That costs one epoll_ctl a connection instead of one each time interest changes.
// README.md tells why this is epoll and neither Asio nor io_uring.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "runtime/loop/timer.hpp"
#include "runtime/net/fd.hpp"

namespace hapax::runtime {

/// Receives the events of one descriptor: bits of EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR.
class EventHandler {
 public:
  virtual ~EventHandler() = default;
  virtual void on_events(std::uint32_t events) = 0;
};

class EventLoop {
 public:
  EventLoop();

  /// Edge-triggered, both directions.
  void watch(int fd, EventHandler& handler);
  /// Level-triggered, readable only: listeners. Of several loops that watch one listener only some are woken.
  void watch_listener(int fd, EventHandler& handler);
  void unwatch(int fd);
  /// Removes the handler from the events that are being handled: it may be destroyed now.
  void forget(EventHandler& handler);

  /// Runs `work` on the loop's thread, soon. The only member that other threads may call, beside stop().
  void post(std::function<void()> work);
  void stop();

  /// Until stop().
  void run();

  /// The monotonic clock, read once a round.
  [[nodiscard]] routing::Time now() const { return now_; }
  [[nodiscard]] TimerQueue& timers() { return timers_; }

 private:
  class Wakeup final : public EventHandler {
   public:
    explicit Wakeup(EventLoop& loop) : loop_(loop) {}
    void on_events(std::uint32_t events) override;

   private:
    EventLoop& loop_;
  };

  void read_clock();
  [[nodiscard]] int wait_milliseconds() const;
  void run_posted();

  Fd epoll_;
  Fd wakeup_fd_;
  Wakeup wakeup_{*this};
  TimerQueue timers_;
  routing::Time now_ = 0;
  bool stopped_ = false;

  std::vector<epoll_event> events_;
  std::size_t event_count_ = 0;

  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;
};

}  // namespace hapax::runtime
