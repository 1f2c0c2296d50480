// Those who wait for a server: of one server's queue, or of a backend's.
//
// The order is a 32-bit key: priority class in the upper 12 bits, lower first; the time of arrival in milliseconds,
// plus the priority offset, modulo 2^20 in the others. Times are compared within half of that range around now, so what
// has waited for longer than 8.7 minutes looks as if it had yet to come, as it does in HAProxy. Equal keys: first in,
// first out.
//
// One bucket a key; within a bucket the tickets are linked. Without priorities keys only grow: arrivals go to the last
// bucket and departures come from the first, so buckets stand in a row, and both take constant time. A bucket whose key
// is below the last one of the row (a priority; the clock's 20 bits begin anew) goes to an ordered map beside the row,
// whose nodes come from a pool. A key that is in both is older in the row. A ticket that gives up is unlinked wherever
// it stands; a bucket that becomes empty within the row stays there until it is the first or the last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory_resource>
#include <vector>

#include <hapax/base/fifo.hpp>
#include <hapax/routing/ticket.hpp>

namespace hapax::routing {

class PendingQueue {
 public:
  explicit PendingQueue(std::pmr::memory_resource* memory) : others_(memory) {}

  /// Appends the ticket, which came at ticket.queued_at, behind its equals.
  void push(Ticket& ticket);
  /// Who leaves next; null when nobody waits.
  [[nodiscard]] Ticket* first(Time now) const { return size_ == 0 ? nullptr : first_of_all(now); }
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
    std::uint32_t key = 0;
    Ticket* first = nullptr;
    Ticket* last = nullptr;
  };
  using Others = std::pmr::map<std::uint32_t, Bucket>;

  [[nodiscard]] Ticket* first_of_all(Time now) const;
  [[nodiscard]] Bucket& bucket_for(std::uint32_t key);
  [[nodiscard]] Bucket& bucket_of(const Ticket& ticket);
  void tidy(std::uint32_t key);
  [[nodiscard]] std::size_t place_in_row(std::uint32_t key) const;
  [[nodiscard]] const Bucket* first_of_row(Time now) const;
  [[nodiscard]] [[gnu::noinline]] const Bucket* first_of_row_from(std::uint32_t boundary) const;
  [[nodiscard]] const Bucket* first_of_others(Time now) const;

  Fifo<Bucket> row_;  ///< by key; the first and the last are not empty
  Others others_;     ///< none is empty
  std::uint32_t size_ = 0;
};

}  // namespace hapax::routing
