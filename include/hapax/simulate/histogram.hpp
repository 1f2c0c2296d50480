// A histogram of durations with bounded relative error, for percentiles over any number of values in constant memory.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hapax::simulate {

/// Counts non-negative integers in buckets whose width is 1/128 of their lower bound (Tene's high dynamic range
/// layout): every percentile is right within 0.8 %; mean, least and greatest value are exact.
class Histogram {
 public:
  /// Adds values; negative ones count as zero.
  void add(std::span<const std::int64_t> values);
  void add(std::int64_t value) { add(std::span(&value, 1)); }
  /// Adds zero so many times.
  void add_zeros(std::uint64_t times);
  /// Adds all values of another histogram.
  void add(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double mean() const;
  [[nodiscard]] std::int64_t min() const { return count_ == 0 ? 0 : min_; }
  [[nodiscard]] std::int64_t max() const { return count_ == 0 ? 0 : max_; }
  /// The value below or at which `percent` per cent of the values lie; 0 when there are none.
  [[nodiscard]] std::int64_t percentile(double percent) const;

 private:
  static constexpr unsigned kSubBits = 7;
  static constexpr std::uint64_t kSub = 1U << kSubBits;

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < 2 * kSub) return static_cast<std::size_t>(value);
    const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kSubBits;
    return static_cast<std::size_t>(shift * kSub + (value >> shift));
  }
  static std::uint64_t upper_bound_of(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  double sum_ = 0;
  std::int64_t min_ = INT64_MAX;
  std::int64_t max_ = 0;
};

}  // namespace hapax::simulate
