// A histogram whose values are counted some at a time.
//
// Hundreds of histograms side by side, one for each server, are more than the near caches hold, and a value goes to any
// bucket of any of them: counting it at once waits for memory. Put down one behind the other and counted together,
// values wait for memory together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <hapax/simulate/histogram.hpp>

namespace hapax::simulate {

class BufferedHistogram {
 public:
  void add(std::int64_t value) {
    values_[size_++] = value;
    if (size_ == kSize) count();
  }
  /// With all that was added.
  const Histogram& histogram() {
    count();
    return histogram_;
  }

 private:
  static constexpr std::size_t kSize = 32;

  void count() {
    histogram_.add(std::span(values_).first(size_));
    size_ = 0;
  }

  std::size_t size_ = 0;
  std::array<std::int64_t, kSize> values_{};
  Histogram histogram_;
};

}  // namespace hapax::simulate
