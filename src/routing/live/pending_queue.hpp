// Those who wait for a server: of one server's queue, or of a backend's.
//
// The order is a 32-bit key: priority class in the upper 12 bits, lower first; the time of arrival in milliseconds,
// plus the priority offset, modulo 2^20 in the others. Times are compared within half of that range around now, so what
// has waited for longer than 8.7 minutes looks as if it had yet to come, as it does in HAProxy. Equal keys: first in,
// first out.
//
// One bucket a key, in an ordered map whose nodes come from a pool; within a bucket the tickets are linked. Without
// priorities arrivals go to the last bucket and departures come from the first, so both take constant time, and a
// ticket that gives up is unlinked in constant time wherever it stands.
#pragma once

#include <cstdint>
#include <map>
#include <memory_resource>
#include <vector>

#include <hapax/routing/ticket.hpp>

namespace hapax::routing {

class PendingQueue {
 public:
  explicit PendingQueue(std::pmr::memory_resource* memory) : buckets_(memory) {}

  /// Appends the ticket, which came at ticket.queued_at, behind its equals.
  void push(Ticket& ticket);
  /// Who leaves next; null when nobody waits.
  [[nodiscard]] Ticket* first(Time now) const;
  /// Takes a ticket of this queue out of it.
  void remove(Ticket& ticket);
  /// All that wait, in order.
  [[nodiscard]] std::vector<Ticket*> in_order(Time now) const;

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Does `a` (of one queue) leave before `b` (of another)?
  static bool before(const Ticket& a, const Ticket& b, Time now);

 private:
  struct Bucket {
    Ticket* first = nullptr;
    Ticket* last = nullptr;
  };
  using Buckets = std::pmr::map<std::uint32_t, Bucket>;

  [[nodiscard]] Buckets::const_iterator first_bucket(Time now) const;

  Buckets buckets_;
  std::uint32_t size_ = 0;
};

}  // namespace hapax::routing
