// The layout: values below 256 have a bucket each. Above, each power of two is cut into 128 equal buckets. A value with
// its highest bit at position b lies in group b - 7, at the place that its seven next bits say.
//
// No packaged C++ library offers this (Boost.Accumulators' extended P-square gives no error bound, the HDR libraries of
// the distribution are for other languages), so these few lines are ours.

#include <hapax/simulate/histogram.hpp>

#include <algorithm>
#include <cmath>

namespace hapax::simulate {
// The greatest value of a bucket.
std::uint64_t Histogram::upper_bound_of(std::size_t bucket) {
  if (bucket < 2 * kSub) return bucket;
  const std::uint64_t shift = bucket / kSub - 1;
  return ((bucket - shift * kSub + 1) << shift) - 1;
}

void Histogram::add(std::span<const std::int64_t> values) {
  std::int64_t least = min_;
  std::int64_t greatest = max_;
  double sum = sum_;
  std::uint64_t* buckets = buckets_.data();
  std::size_t size = buckets_.size();
  for (const std::int64_t value : values) {
    const std::int64_t v = std::max<std::int64_t>(value, 0);
    least = std::min(least, v);
    greatest = std::max(greatest, v);
    sum += static_cast<double>(v);
    const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(v));
    if (bucket >= size) {
      buckets_.resize(bucket + 1);
      buckets = buckets_.data();
      size = bucket + 1;
    }
    ++buckets[bucket];
  }
  min_ = least;
  max_ = greatest;
  sum_ = sum;
  count_ += values.size();
}

void Histogram::add_zeros(std::uint64_t times) {
  if (times == 0) return;
  if (buckets_.empty()) buckets_.resize(1);
  buckets_[0] += times;
  min_ = 0;
  count_ += times;
}

void Histogram::add(const Histogram& other) {
  if (other.count_ == 0) return;
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  count_ += other.count_;
  sum_ += other.sum_;
}

double Histogram::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

std::int64_t Histogram::percentile(double percent) const {
  if (count_ == 0) return 0;
  const double wanted = std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(count_);
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(wanted)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::clamp(static_cast<std::int64_t>(upper_bound_of(i)), min_, max_);
  }
  return max_;
}

}  // namespace hapax::simulate
