// Future event lists by the hold model: take the earliest event, put one back an exponential time later. The argument
// is the number of events in the list. Figures are in src/simulate/README.md.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

#include <hapax/base/random.hpp>
#include <simulate/event_queue.hpp>

namespace {

using hapax::Xoshiro256;
using hapax::routing::Time;
using hapax::simulate::Event;

// A calendar queue (R. Brown, CACM 31(10), 1988): days in a ring of sorted lists, resized with the number of events,
// the width of a day taken from the spread of a sample.
class CalendarQueue {
 public:
  CalendarQueue() { resize(2, 1); }
  [[nodiscard]] std::size_t size() const { return size_; }

  void push(const Event& event) {
    insert(event);
    if (++size_ > 2 * days_.size()) resize(days_.size() * 2, width());
  }

  Event pop() {
    for (;;) {
      for (std::size_t looked = 0; looked < days_.size(); ++looked) {
        auto& day = days_[today_];
        if (!day.empty() && day.back().at < end_of_today_) {
          const Event event = day.back();
          day.pop_back();
          last_ = event.at;
          if (--size_ < days_.size() / 2 && days_.size() > 2) resize(days_.size() / 2, width());
          return event;
        }
        today_ = (today_ + 1) % days_.size();
        end_of_today_ += width_;
      }
      jump_to_earliest();
    }
  }

 private:
  void insert(const Event& event) {
    auto& day = days_[static_cast<std::size_t>(event.at / width_) % days_.size()];
    const auto place =
        std::lower_bound(day.begin(), day.end(), event.at, [](const Event& entry, Time at) { return entry.at > at; });
    day.insert(place, event);
  }

  void jump_to_earliest() {
    Time least = INT64_MAX;
    for (const auto& day : days_) {
      if (!day.empty()) least = std::min(least, day.back().at);
    }
    go_to(least);
  }

  void go_to(Time at) {
    today_ = static_cast<std::size_t>(at / width_) % days_.size();
    end_of_today_ = (at / width_ + 1) * width_;
  }

  // Three times the mean distance of up to 32 of the next events.
  Time width() {
    std::vector<Time> times;
    for (const auto& day : days_) {
      for (const Event& event : day) times.push_back(event.at);
      if (times.size() > 1024) break;
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(32, times.size()));
    std::partial_sort(times.begin(), middle, times.end());
    if (middle - times.begin() < 2) return width_;
    const Time spread = *(middle - 1) - times.front();
    return std::max<Time>(1, 3 * spread / (middle - times.begin()) * static_cast<Time>(times.size()) /
                                 static_cast<Time>(std::max<std::size_t>(size_, 1)));
  }

  void resize(std::size_t count, Time width) {
    std::vector<std::vector<Event>> old = std::move(days_);
    days_.assign(count, {});
    width_ = width;
    for (const auto& day : old) {
      for (const Event& event : day) insert(event);
    }
    go_to(last_);
  }

  std::vector<std::vector<Event>> days_;
  Time width_ = 1;
  std::size_t today_ = 0;
  Time end_of_today_ = 1;
  Time last_ = 0;
  std::size_t size_ = 0;
};

template <class Heap>
class AsHeap {
 public:
  void push(const Event& event) { heap_.push(event); }
  Event pop() {
    const Event event = heap_.top();
    heap_.pop();
    return event;
  }

 private:
  Heap heap_;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const { return a.at > b.at; }
};
using StandardQueue = std::priority_queue<Event, std::vector<Event>, Later>;

template <class Queue>
void hold(benchmark::State& state) {
  Xoshiro256 random(1);
  const auto count = static_cast<std::size_t>(state.range(0));
  std::vector<Time> steps(1 << 16);
  for (Time& step : steps) step = 1 + static_cast<Time>(-1e7 * std::log(1 - random.uniform()));
  Queue queue;
  for (std::size_t i = 0; i < count; ++i) queue.push(Event{steps[i % steps.size()], 0, 0, 0});
  std::size_t step = 0;
  for (auto _ : state) {
    Event event = queue.pop();
    event.at += steps[step++ % steps.size()];
    queue.push(event);
  }
}

void sizes(benchmark::internal::Benchmark* bench) {
  for (const int count : {4, 10, 100, 1'000, 10'000, 100'000}) bench->Arg(count);
}

BENCHMARK(hold<AsHeap<StandardQueue>>)->Apply(sizes);
BENCHMARK(hold<AsHeap<hapax::simulate::HeapEventQueue<2>>>)->Apply(sizes);
BENCHMARK(hold<AsHeap<hapax::simulate::HeapEventQueue<4>>>)->Apply(sizes);
BENCHMARK(hold<AsHeap<hapax::simulate::HeapEventQueue<8>>>)->Apply(sizes);
BENCHMARK(hold<CalendarQueue>)->Apply(sizes);
BENCHMARK(hold<AsHeap<hapax::simulate::EventQueue>>)->Apply(sizes);

}  // namespace

BENCHMARK_MAIN();
