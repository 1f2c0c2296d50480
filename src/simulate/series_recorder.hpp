// Fills in a Series while a simulation runs.
#pragma once

#include <cstdint>
#include <vector>

#include <hapax/model/model.hpp>
#include <hapax/simulate/series.hpp>

namespace hapax::simulate {

class SeriesRecorder {
 public:
  explicit SeriesRecorder(const model::RoutingModel& model);

  // Tracks of the model's proxies and servers; of a listen, its two roles.
  [[nodiscard]] std::size_t frontend(model::Index proxy) const { return frontends_[proxy]; }
  [[nodiscard]] std::size_t backend(model::Index proxy) const { return backends_[proxy]; }
  [[nodiscard]] std::size_t server(model::Index server) const { return servers_ + server; }

  /// The first request comes at `t`: nothing is recorded before that.
  void begin(routing::Time t);
  /// The point of a track at the time `t`, which may not lie before begin(). Good until the next call.
  SeriesPoint& at(std::size_t track, routing::Time t);
  /// The number in use, or waiting, is `level` from `t` on.
  void in_use(std::size_t track, std::uint64_t level, routing::Time t);
  void queue(std::size_t track, std::uint64_t level, routing::Time t);

  /// The run ends at `t`: makes all tracks equally long.
  Series finish(routing::Time t);

 private:
  // A number that changes in steps; what it was between two steps belongs to all stretches between them.
  struct Level {
    std::uint64_t value = 0;
    routing::Time since = 0;
  };

  std::size_t place(routing::Time t);
  void widen();
  template <class Add>
  void settle(std::size_t track, const Level& level, routing::Time t, Add add);
  void settle_in_use(std::size_t track, routing::Time t);
  void settle_queue(std::size_t track, routing::Time t);

  Series series_;
  std::vector<std::size_t> frontends_;  // by proxy
  std::vector<std::size_t> backends_;   // by proxy
  std::size_t servers_ = 0;             // track of the first server
  std::vector<Level> in_use_;           // by track
  std::vector<Level> queue_;            // by track
};

}  // namespace hapax::simulate
