// The sketch's layout is that of Histogram with 16 buckets per power of two instead of 128; what is given out is the
// middle of a bucket. Only the run of buckets between the least and the greatest value is kept.

#include <hapax/simulate/series.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace hapax::simulate {
namespace {

constexpr unsigned kSubBits = 4;
constexpr std::uint64_t kSub = 1U << kSubBits;

std::uint32_t bucket_of(std::uint64_t value) {
  if (value < 2 * kSub) return static_cast<std::uint32_t>(value);
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kSubBits;
  return static_cast<std::uint32_t>(shift * kSub + (value >> shift));
}

routing::Time middle_of(std::uint32_t bucket) {
  if (bucket < 2 * kSub) return bucket;
  const std::uint64_t shift = bucket / kSub - 1;
  const std::uint64_t least = (bucket - shift * kSub) << shift;
  return static_cast<routing::Time>(least + ((std::uint64_t{1} << shift) >> 1U));
}

}  // namespace

// Makes counts_ reach at least over [first, end).
void DurationSketch::cover(std::uint32_t first, std::uint32_t end) {
  if (counts_.empty()) first_ = first;
  if (first < first_) {
    counts_.insert(counts_.begin(), first_ - first, 0);
    first_ = first;
  }
  if (end > first_ + counts_.size()) counts_.resize(end - first_);
}

void DurationSketch::add(routing::Time value) {
  const std::uint32_t bucket = bucket_of(static_cast<std::uint64_t>(std::max<routing::Time>(value, 0)));
  if (counts_.empty() || bucket < first_ || bucket >= first_ + counts_.size()) cover(bucket, bucket + 1);
  ++counts_[bucket - first_];
  ++count_;
}

void DurationSketch::add(const DurationSketch& other) {
  if (other.count_ == 0) return;
  cover(other.first_, other.first_ + static_cast<std::uint32_t>(other.counts_.size()));
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[other.first_ - first_ + i] += other.counts_[i];
  count_ += other.count_;
}

routing::Time DurationSketch::percentile(double percent) const {
  if (count_ == 0) return 0;
  const double wanted = std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(count_);
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(wanted)));
  std::uint64_t seen = 0;
  std::size_t i = 0;
  while (i + 1 < counts_.size() && (seen += counts_[i]) < rank) ++i;
  return middle_of(first_ + static_cast<std::uint32_t>(i));
}

double Series::length(std::size_t i) const {
  return static_cast<double>(std::max<routing::Time>(1, std::min(time(i) + width, end) - time(i)));
}

double Series::mean_in_use(const SeriesTrack& track, std::size_t i) const { return track.points[i].in_use / length(i); }

double Series::mean_queue(const SeriesTrack& track, std::size_t i) const { return track.points[i].queue / length(i); }

}  // namespace hapax::simulate
