#include "runtime/loop/event_loop.hpp"

#include <sys/eventfd.h>

#include <algorithm>
#include <ctime>

namespace hapax::runtime {
namespace {
constexpr std::size_t kEventsARound = 256;
}

EventLoop::EventLoop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), wakeup_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), events_(kEventsARound) {
  read_clock();
  watch(wakeup_fd_.get(), wakeup_);
}

void EventLoop::watch(int fd, EventHandler& handler) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &handler;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

void EventLoop::watch_listener(int fd, EventHandler& handler) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  event.data.ptr = &handler;
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

void EventLoop::unwatch(int fd) { epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

void EventLoop::forget(EventHandler& handler) {
  for (std::size_t i = 0; i < event_count_; ++i) {
    if (events_[i].data.ptr == &handler) events_[i].data.ptr = nullptr;
  }
}

void EventLoop::post(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(work));
  }
  eventfd_write(wakeup_fd_.get(), 1);
}

void EventLoop::stop() {
  post([this] { stopped_ = true; });
}

void EventLoop::run() {
  stopped_ = false;
  while (!stopped_) {
    const int count = epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), wait_milliseconds());
    read_clock();
    event_count_ = static_cast<std::size_t>(std::max(count, 0));
    for (std::size_t i = 0; i < event_count_; ++i) {
      // Null: destroyed by one of the events before it in this round.
      if (events_[i].data.ptr == nullptr) continue;
      static_cast<EventHandler*>(events_[i].data.ptr)->on_events(events_[i].events);
    }
    event_count_ = 0;
    timers_.run(now_);
  }
}

void EventLoop::read_clock() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  now_ = time.tv_sec * routing::kSecond + time.tv_nsec;
}

int EventLoop::wait_milliseconds() const {
  const routing::Time next = timers_.next();
  if (next == routing::kNever) return -1;
  if (next <= now_) return 0;
  constexpr routing::Time kLongest = 60 * routing::kSecond;
  return static_cast<int>((std::min(next - now_, kLongest) + routing::kMillisecond - 1) / routing::kMillisecond);
}

void EventLoop::Wakeup::on_events(std::uint32_t /*events*/) {
  eventfd_t count = 0;
  eventfd_read(loop_.wakeup_fd_.get(), &count);
  loop_.run_posted();
}

void EventLoop::run_posted() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (const auto& item : work) item();
}

}  // namespace hapax::runtime
