// A workload as a trace: one request after the other, made when it is asked for.

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {
namespace {

class WorkloadReader final : public TraceReader {
 public:
  WorkloadReader(const Workload& workload, std::uint64_t seed) : workload_(workload), random_(seed) {
    if (workload_.requests.empty()) workload_.requests.emplace_back();
    for (const RequestTemplate& request : workload_.requests) {
      total_weight_ += request.weight;
      Form& form = forms_.emplace_back(Form{request.weight, request.method, request.path, {}, {}});
      for (const auto& [name, value] : request.headers) form.headers.push_back({name, value});
      if (!parse_address(request.src, form.source)) form.source = {};
    }
  }

  Result<bool> next(TraceRequest& request) override {
    now_ += draw(workload_.between, random_);
    if (now_ >= workload_.duration) return false;
    const Form& form = choose();
    request.line = ++count_;
    request.text_stays = true;
    request.t = now_;
    request.frontend = workload_.frontend;
    request.service = -1;
    request.request.method = form.method;
    request.request.target = form.target;
    request.request.headers = form.headers;
    request.source = form.source;
    if (form.source.family == routing::Address::Family::none) {
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
  // A template as a request wants it. Its text stays in the workload.
  struct Form {
    double weight;
    std::string_view method;
    std::string_view target;
    std::vector<routing::Header> headers;
    routing::Address source;
  };

  const Form& choose() {
    if (forms_.size() == 1) return forms_[0];
    double left = random_.uniform() * total_weight_;
    for (const Form& form : forms_) {
      left -= form.weight;
      if (left < 0) return form;
    }
    return forms_.back();
  }

  Workload workload_;
  std::vector<Form> forms_;
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
