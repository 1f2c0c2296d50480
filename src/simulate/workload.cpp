// A workload as a trace: one request after the other, made when it is asked for.

#include <array>
#include <memory>
#include <string>

#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {
namespace {

class WorkloadReader final : public TraceReader {
 public:
  WorkloadReader(const Workload& workload, std::uint64_t seed) : workload_(workload), random_(seed) {
    if (workload_.requests.empty()) workload_.requests.emplace_back();
    for (const RequestTemplate& request : workload_.requests) total_weight_ += request.weight;
  }

  Result<bool> next(TraceRequest& request) override {
    now_ += draw(workload_.between, random_);
    if (now_ >= workload_.duration) return false;
    const RequestTemplate& form = choose();
    request.request.headers.clear();
    request.line = ++count_;
    request.t = now_;
    request.frontend = workload_.frontend;
    request.service = -1;
    request.request.method = form.method;
    request.request.target = form.path;
    for (const auto& [name, value] : form.headers) request.request.headers.push_back({name, value});
    if (form.src.empty() || !parse_address(form.src, request.source)) {
      // A client of its own for each request, out of 10.0.0.0/8.
      const std::uint32_t number = random_.next32();
      request.source.family = routing::Address::Family::ipv4;
      request.source.bytes = {10, static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                              static_cast<std::uint8_t>(number >> 8)};
      request.source.port = static_cast<std::uint16_t>(1024 + (number & 0x7FFF));
    }
    return true;
  }

  [[nodiscard]] const Damage& damage() const override { return damage_; }

 private:
  const RequestTemplate& choose() {
    if (workload_.requests.size() == 1) return workload_.requests[0];
    double left = random_.uniform() * total_weight_;
    for (const RequestTemplate& request : workload_.requests) {
      left -= request.weight;
      if (left < 0) return request;
    }
    return workload_.requests.back();
  }

  Workload workload_;
  Xoshiro256 random_;
  double total_weight_ = 0;
  routing::Time now_ = 0;
  std::uint64_t count_ = 0;
  Damage damage_;
};

}  // namespace

std::unique_ptr<TraceReader> generate(const Workload& workload, std::uint64_t seed) {
  return std::make_unique<WorkloadReader>(workload, seed);
}

}  // namespace hapax::simulate
