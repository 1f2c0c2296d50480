// The one Router of the process, for all threads: a lock around it, and the delivery of what a call did to requests of
// other threads.
//
// Decisions are short (microseconds) and the state behind them is one (a queue has one order, a table one count), so
// there is one lock. It is never held while a socket is touched.
#pragma once

#include <cstdint>
#include <mutex>

#include <hapax/routing/router.hpp>

namespace hapax::runtime {

/// What routing did to a request that waited for it.
enum class Notice : std::uint8_t { connect, refused_no_server, refused_queue_full, cut };

/// Where notices are delivered: on the thread that the request belongs to, soon. A notice for a request that is over
/// meanwhile is dropped there.
class NoticeBoard {
 public:
  virtual ~NoticeBoard() = default;
  virtual void post(std::uint64_t request, Notice notice) = 0;
};

/// What Ticket::owner points to.
struct TicketOwner {
  NoticeBoard* board = nullptr;
  std::uint64_t request = 0;
};

class SharedRouter {
 public:
  explicit SharedRouter(routing::Router& router) : router_(router) {}

  /// Calls `use(router, effects)` under the lock and delivers the effects.
  template <class Use>
  auto call(Use use) {
    const std::lock_guard lock(mutex_);
    const Delivery delivery(*this);
    return use(router_, effects_);
  }

 private:
  /// Delivers when it goes, still under the lock: the owners of the tickets cannot go away before.
  struct Delivery {
    explicit Delivery(SharedRouter& shared) : shared_(shared) {}
    Delivery(const Delivery&) = delete;
    ~Delivery() { shared_.deliver(); }
    SharedRouter& shared_;
  };
  void deliver();

  std::mutex mutex_;
  routing::Router& router_;
  routing::Effects effects_;
};

}  // namespace hapax::runtime
