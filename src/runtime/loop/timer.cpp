#include "runtime/loop/timer.hpp"

namespace hapax::runtime {

void Timer::set(routing::Time deadline) {
  if (deadline == routing::kNever) return clear();
  deadline_ = deadline;
  if (position_ != kNowhere && key_ <= deadline) return;
  if (position_ != kNowhere) queue_.remove(*this);
  key_ = deadline;
  queue_.insert(*this);
}

void Timer::clear() {
  deadline_ = routing::kNever;
  if (position_ != kNowhere) queue_.remove(*this);
}

void TimerQueue::run(routing::Time now) {
  while (!heap_.empty() && heap_.front()->key_ <= now) {
    Timer& timer = *heap_.front();
    remove(timer);
    if (timer.deadline_ > now) {
      timer.key_ = timer.deadline_;
      insert(timer);
      continue;
    }
    timer.deadline_ = routing::kNever;
    timer.fire_();
  }
}

void TimerQueue::insert(Timer& timer) {
  heap_.push_back(&timer);
  timer.position_ = heap_.size() - 1;
  sift_up(timer.position_);
}

void TimerQueue::remove(Timer& timer) {
  const std::size_t at = timer.position_;
  timer.position_ = Timer::kNowhere;
  Timer* last = heap_.back();
  heap_.pop_back();
  if (last == &timer) return;
  put(at, last);
  sift_up(at);
  sift_down(last->position_);
}

void TimerQueue::put(std::size_t at, Timer* timer) {
  heap_[at] = timer;
  timer->position_ = at;
}

void TimerQueue::sift_up(std::size_t at) {
  Timer* moving = heap_[at];
  while (at > 0 && heap_[(at - 1) / 2]->key_ > moving->key_) {
    put(at, heap_[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  put(at, moving);
}

void TimerQueue::sift_down(std::size_t at) {
  Timer* moving = heap_[at];
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1]->key_ < heap_[child]->key_) ++child;
    if (heap_[child]->key_ >= moving->key_) break;
    put(at, heap_[child]);
    at = child;
  }
  put(at, moving);
}

}  // namespace hapax::runtime
