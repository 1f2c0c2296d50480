// How a simulation went over time: rates, queues, load and latencies of each frontend, backend and server.
//
// The number of stretches of time is bounded: when a run outgrows them, neighbours are joined and each is twice as
// wide. So memory depends on the configuration and not on how long the traffic is, and there are always between kMost /
// 2 and kMost stretches, but for runs shorter than that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/routing/time.hpp>

namespace hapax::simulate {

/// Durations in a few hundred bytes, for percentiles that are right within 3.2 %. Joining two gives what all their
/// values together would have given.
class DurationSketch {
 public:
  /// Adds a duration; negative ones count as zero.
  void add(routing::Time value);
  /// Adds all durations of another sketch.
  void add(const DurationSketch& other);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The duration below or at which `percent` per cent lie; 0 when there are none.
  [[nodiscard]] routing::Time percentile(double percent) const;

 private:
  void cover(std::uint32_t first, std::uint32_t end);

  std::uint32_t first_ = 0;            ///< bucket of counts_[0]
  std::vector<std::uint32_t> counts_;  ///< of the buckets from first_ on; no more than lie between least and greatest
  std::uint64_t count_ = 0;
};

/// One stretch of time of one frontend, backend or server.
struct SeriesPoint {
  std::uint64_t arrived = 0;   ///< frontends: requests that came; backends: that got there; servers: attempts begun
  std::uint64_t requests = 0;  ///< requests that were over
  std::uint64_t refused = 0;   ///< of these, turned away by a rule; see routing's outcomes and is_refusal()
  std::uint64_t errors = 0;    ///< of these, failed: timeouts, full queues, no server, aborted, ...
  DurationSketch latency;      ///< from `t` to the last byte, of those that were served
  double in_use = 0;           ///< integral, see Series::mean_in_use()
  double queue = 0;            ///< integral, see Series::mean_queue()
  std::uint32_t most_in_use = 0;
  std::uint32_t longest_queue = 0;
};

/// One frontend, backend or server over time.
struct SeriesTrack {
  enum class Kind : std::uint8_t { frontend, backend, server };
  Kind kind = Kind::frontend;
  std::string proxy;
  std::string server;      ///< empty unless it is one
  std::int64_t limit = 0;  ///< its maxconn; 0: none
  std::vector<SeriesPoint> points;
};

/// The whole run over time.
///
/// `in use` is, of a frontend: client connections open; of a backend or server: requests in service. `queue` is, of a
/// frontend: connections that it keeps waiting because it is full; of a backend: requests in its queue and its
/// servers'; of a server: requests in its own queue.
struct Series {
  static constexpr std::size_t kMost = 512;

  routing::Time begin = 0;          ///< of the first stretch; on the trace's clock
  routing::Time end = 0;            ///< of the run: the last stretch may be cut short by it
  routing::Time width = 0;          ///< of a stretch; 0: nothing was recorded
  std::vector<SeriesTrack> tracks;  ///< frontends, backends and servers in the order of the configuration, all as long

  /// Number of stretches.
  [[nodiscard]] std::size_t size() const { return tracks.empty() ? 0 : tracks.front().points.size(); }
  /// When stretch `i` begins.
  [[nodiscard]] routing::Time time(std::size_t i) const { return begin + static_cast<routing::Time>(i) * width; }
  /// How long stretch `i` is, in nanoseconds, at least one.
  [[nodiscard]] double length(std::size_t i) const;
  /// Mean number in use in stretch `i`; divided by the limit it is the utilisation.
  [[nodiscard]] double mean_in_use(const SeriesTrack& track, std::size_t i) const;
  /// Mean length of the queue in stretch `i`.
  [[nodiscard]] double mean_queue(const SeriesTrack& track, std::size_t i) const;
};

}  // namespace hapax::simulate
