#include "routing/live/pending_queue.hpp"

namespace hapax::routing {

namespace {

constexpr std::uint32_t kTimeBits = 20;
constexpr std::uint32_t kTimeMask = (1U << kTimeBits) - 1;
constexpr std::uint32_t kHalfRange = 1U << (kTimeBits - 1);
constexpr std::int32_t kClassBias = 2048;

std::uint32_t milliseconds(Time time) { return static_cast<std::uint32_t>(time / kMillisecond); }

std::uint32_t key(const Ticket& ticket) {
  const std::uint32_t time = milliseconds(ticket.queued_at) + static_cast<std::uint32_t>(ticket.priority_offset);
  return static_cast<std::uint32_t>(ticket.priority_class + kClassBias) << kTimeBits | (time & kTimeMask);
}

/// The key's time counted from half a range ago, so that it compares as a plain number.
std::uint32_t age_key(std::uint32_t key, Time now) {
  const std::uint32_t oldest = milliseconds(now) - kHalfRange;
  return (key & ~kTimeMask) | ((key - oldest) & kTimeMask);
}

}  // namespace

bool PendingQueue::before(const Ticket& a, const Ticket& b, Time now) {
  return age_key(key(a), now) < age_key(key(b), now);
}

void PendingQueue::push(Ticket& ticket) {
  const std::uint32_t where = key(ticket);
  auto bucket = buckets_.end();
  if (!buckets_.empty() && std::prev(bucket)->first <= where) {
    bucket = std::prev(bucket)->first == where ? std::prev(bucket) : buckets_.emplace_hint(bucket, where, Bucket{});
  } else {
    bucket = buckets_.try_emplace(where).first;
  }
  Bucket& list = bucket->second;
  ticket.previous = list.last;
  ticket.next = nullptr;
  (list.last != nullptr ? list.last->next : list.first) = &ticket;
  list.last = &ticket;
  ticket.list = this;
  ticket.queued = true;
  ++size_;
}

PendingQueue::Buckets::const_iterator PendingQueue::first_bucket(Time now) const {
  // Within the lowest class: the first key from half a range ago on, or else the lowest.
  const auto lowest = buckets_.begin();
  const std::uint32_t boundary = (milliseconds(now) - kHalfRange) & kTimeMask;
  if ((lowest->first & kTimeMask) >= boundary) return lowest;
  const auto found = buckets_.lower_bound((lowest->first & ~kTimeMask) | boundary);
  const bool same_class = found != buckets_.end() && (found->first >> kTimeBits) == (lowest->first >> kTimeBits);
  return same_class ? found : lowest;
}

Ticket* PendingQueue::first(Time now) const { return size_ == 0 ? nullptr : first_bucket(now)->second.first; }

void PendingQueue::remove(Ticket& ticket) {
  const bool alone = ticket.previous == nullptr && ticket.next == nullptr;
  if (alone) {
    const auto first = buckets_.begin();
    if (first->second.first == &ticket) {
      buckets_.erase(first);
    } else {
      buckets_.erase(key(ticket));
    }
  } else {
    if (ticket.previous != nullptr && ticket.next != nullptr) {
      ticket.previous->next = ticket.next;
      ticket.next->previous = ticket.previous;
    } else {
      Bucket& list = buckets_.find(key(ticket))->second;
      (ticket.previous != nullptr ? ticket.previous->next : list.first) = ticket.next;
      (ticket.next != nullptr ? ticket.next->previous : list.last) = ticket.previous;
    }
  }
  ticket.previous = ticket.next = nullptr;
  ticket.list = nullptr;
  ticket.queued = false;
  --size_;
}

std::vector<Ticket*> PendingQueue::in_order(Time now) const {
  std::vector<Ticket*> all;
  all.reserve(size_);
  for (auto begin = buckets_.begin(); begin != buckets_.end();) {
    // One class after the other, each from half a range ago on and then round.
    const std::uint32_t boundary = (begin->first & ~kTimeMask) | ((milliseconds(now) - kHalfRange) & kTimeMask);
    const auto end = buckets_.upper_bound(begin->first | kTimeMask);
    const auto middle = buckets_.lower_bound(boundary);
    const auto append = [&all](Buckets::const_iterator from, Buckets::const_iterator to) {
      for (; from != to; ++from) {
        for (Ticket* ticket = from->second.first; ticket != nullptr; ticket = ticket->next) all.push_back(ticket);
      }
    };
    append(middle, end);
    append(begin, middle);
    begin = end;
  }
  return all;
}

}  // namespace hapax::routing
