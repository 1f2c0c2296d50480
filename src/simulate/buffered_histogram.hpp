// A histogram whose values are counted some at a time.
//
// Hundreds of histograms side by side, one for each server, are more than the near caches hold, and a value goes to any
// bucket of any of them: counting it at once waits for memory. Put down one behind the other and counted together,
// values wait for memory together. Zeros, which is what waiting times are where nobody waits, are only numbered.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <hapax/simulate/histogram.hpp>

namespace hapax::simulate {

class BufferedHistogram {
 public:
  void add(std::int64_t value) {
    // Without a branch: where some wait and some do not, nobody could foretell it.
    values_[size_] = value;
    const std::size_t is_zero = value == 0 ? 1 : 0;
    size_ += 1 - is_zero;
    zeros_ += is_zero;
    if (size_ == kSize) count();
  }
  void add(const Histogram& other) { histogram_.add(other); }
  /// With all that was added.
  const Histogram& histogram() {
    count();
    histogram_.add_zeros(std::exchange(zeros_, 0));
    return histogram_;
  }

 private:
  static constexpr std::size_t kSize = 32;

  [[gnu::noinline]] void count() {
    histogram_.add(std::span(values_).first(size_));
    size_ = 0;
  }

  std::size_t size_ = 0;
  std::uint64_t zeros_ = 0;
  std::array<std::int64_t, kSize> values_{};
  Histogram histogram_;
};

}  // namespace hapax::simulate
