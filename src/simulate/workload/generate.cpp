// Open workloads as a trace: one request after the other, made when it is asked for. Each workload has a random source
// of its own, so that another one beside it changes nothing in it.

#include <algorithm>
#include <memory>
#include <vector>

#include <hapax/simulate/simulator.hpp>
#include <simulate/workload/arrival_times.hpp>
#include <simulate/workload/request_maker.hpp>

namespace hapax::simulate {
namespace {

constexpr std::uint64_t kStride = 0x9E3779B97F4A7C15;

class WorkloadReader final : public TraceReader {
 public:
  WorkloadReader(const std::vector<Workload>& workloads, std::uint64_t seed) {
    std::uint32_t form = 1;
    for (const Workload& workload : workloads) {
      if (!std::holds_alternative<ClosedLoop>(workload.arrivals)) {
        streams_.push_back(std::make_unique<Stream>(workload, seed, form));
        form += static_cast<std::uint32_t>(streams_.back()->requests.forms());
      }
      seed += kStride;
      longest_ = std::max(longest_, workload.duration);
    }
  }

  Result<bool> next(TraceRequest& request) override {
    if (streams_.empty()) return false;
    Stream* earliest = streams_.front().get();
    for (std::size_t i = 1; i < streams_.size(); ++i) {
      if (streams_[i]->next < earliest->next) earliest = streams_[i].get();
    }
    if (earliest->next == routing::kNever) return false;
    now_ = earliest->next;
    request.line = ++count_;
    request.t = now_;
    earliest->requests.make(request, earliest->random);
    earliest->advance();
    return true;
  }

  [[nodiscard]] const Damage& damage() const override { return damage_; }
  [[nodiscard]] double fraction() const override {
    return longest_ > 0 ? static_cast<double>(now_) / static_cast<double>(longest_) : -1;
  }

 private:
  struct Stream {
    Stream(const Workload& of, std::uint64_t seed, std::uint32_t first_form)
        : workload(of), times(workload.arrivals), requests(of, first_form), random(seed) {
      advance();
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    void advance() {
      next = times.next(random);
      if (next >= workload.duration) next = routing::kNever;
    }
    Workload workload;
    ArrivalTimes times;
    RequestMaker requests;
    Xoshiro256 random;
    routing::Time next = 0;
  };

  std::vector<std::unique_ptr<Stream>> streams_;
  routing::Time longest_ = 0;
  routing::Time now_ = 0;
  std::uint64_t count_ = 0;
  Damage damage_;
};

}  // namespace

std::unique_ptr<TraceReader> generate(const std::vector<Workload>& workloads, std::uint64_t seed) {
  return std::make_unique<WorkloadReader>(workloads, seed);
}

std::unique_ptr<TraceReader> generate(const Workload& workload, std::uint64_t seed) {
  return generate(std::vector<Workload>{workload}, seed);
}

}  // namespace hapax::simulate
