#include "routing/live/pending_queue.hpp"

#include <algorithm>

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

/// The bucket that a new ticket with this key goes to.
PendingQueue::Bucket& PendingQueue::bucket_for(std::uint32_t key) {
  if (!row_.empty() && row_.back().key == key && others_.empty()) return row_.back();
  const bool grows = row_.empty() || row_.back().key < key;
  if (grows && (others_.empty() || !others_.contains(key))) return row_.push_back(Bucket{key});
  return others_.try_emplace(key, Bucket{key}).first->second;
}

/// How many buckets of the row have keys below this one.
std::size_t PendingQueue::place_in_row(std::uint32_t key) const {
  std::size_t from = 0;
  for (std::size_t count = row_.size(); count > 0;) {
    const std::size_t half = count / 2;
    const bool below = row_[from + half].key < key;
    from += below ? half + 1 : 0;
    count = below ? count - half - 1 : half;
  }
  return from;
}

/// The bucket of a ticket that is the first or the last of it.
PendingQueue::Bucket& PendingQueue::bucket_of(const Ticket& ticket) {
  if (!row_.empty() && row_.front().first == &ticket) return row_.front();
  const std::uint32_t where = key(ticket);
  const std::size_t place = place_in_row(where);
  if (place < row_.size()) {
    Bucket& found = row_[place];
    if (found.key == where && (found.first == &ticket || found.last == &ticket)) return found;
  }
  return others_.find(where)->second;
}

void PendingQueue::push(Ticket& ticket) {
  Bucket& list = bucket_for(key(ticket));
  ticket.previous = list.last;
  ticket.next = nullptr;
  (list.last != nullptr ? list.last->next : list.first) = &ticket;
  list.last = &ticket;
  ticket.list = this;
  ticket.queued = true;
  ++size_;
}

/// Within the lowest class: the first key from half a range ago on, or else the lowest.
const PendingQueue::Bucket* PendingQueue::first_of_row(Time now) const {
  if (row_.empty()) return nullptr;
  const Bucket& lowest = row_.front();
  const std::uint32_t boundary = (milliseconds(now) - kHalfRange) & kTimeMask;
  // Mostly all are of one class and lie on the same side of the boundary.
  const bool all_before = row_.back().key < ((lowest.key & ~kTimeMask) | boundary);
  return (lowest.key & kTimeMask) >= boundary || all_before ? &lowest : first_of_row_from(boundary);
}

const PendingQueue::Bucket* PendingQueue::first_of_row_from(std::uint32_t boundary) const {
  const Bucket& lowest = row_.front();
  std::size_t place = place_in_row((lowest.key & ~kTimeMask) | boundary);
  while (place < row_.size() && row_[place].first == nullptr) ++place;
  const bool same_class = place < row_.size() && (row_[place].key >> kTimeBits) == (lowest.key >> kTimeBits);
  return same_class ? &row_[place] : &lowest;
}

/// The same.
const PendingQueue::Bucket* PendingQueue::first_of_others(Time now) const {
  if (others_.empty()) return nullptr;
  const auto lowest = others_.begin();
  const std::uint32_t boundary = (milliseconds(now) - kHalfRange) & kTimeMask;
  if ((lowest->first & kTimeMask) >= boundary) return &lowest->second;
  const auto found = others_.lower_bound((lowest->first & ~kTimeMask) | boundary);
  const bool same_class = found != others_.end() && (found->first >> kTimeBits) == (lowest->first >> kTimeBits);
  return same_class ? &found->second : &lowest->second;
}

Ticket* PendingQueue::first_of_all(Time now) const {
  const Bucket* const row = first_of_row(now);
  if (others_.empty()) return row->first;
  const Bucket* const other = first_of_others(now);
  const bool take_other = row == nullptr || age_key(other->key, now) < age_key(row->key, now);
  return (take_other ? other : row)->first;
}

void PendingQueue::remove(Ticket& ticket) {
  if (ticket.previous != nullptr && ticket.next != nullptr) {
    ticket.previous->next = ticket.next;
    ticket.next->previous = ticket.previous;
  } else {
    Bucket& list = bucket_of(ticket);
    (ticket.previous != nullptr ? ticket.previous->next : list.first) = ticket.next;
    (ticket.next != nullptr ? ticket.next->previous : list.last) = ticket.previous;
    if (list.first == nullptr) tidy(list.key);
  }
  ticket.previous = ticket.next = nullptr;
  ticket.list = nullptr;
  ticket.queued = false;
  --size_;
}

/// A bucket with this key has become empty.
void PendingQueue::tidy(std::uint32_t key) {
  while (!row_.empty() && row_.front().first == nullptr) row_.pop_front();
  while (!row_.empty() && row_.back().first == nullptr) row_.pop_back();
  if (others_.empty()) return;
  const auto other = others_.find(key);
  if (other != others_.end() && other->second.first == nullptr) others_.erase(other);
}

std::vector<Ticket*> PendingQueue::in_order(Time now) const {
  std::vector<Ticket*> all;
  all.reserve(size_);
  const auto append = [&all](const Bucket& bucket) {
    for (Ticket* ticket = bucket.first; ticket != nullptr; ticket = ticket->next) all.push_back(ticket);
  };
  for (std::size_t i = 0; i < row_.size(); ++i) append(row_[i]);
  for (const auto& [key, bucket] : others_) append(bucket);
  std::stable_sort(all.begin(), all.end(), [now](const Ticket* a, const Ticket* b) { return before(*a, *b, now); });
  return all;
}

}  // namespace hapax::routing
