#include <simulate/series_recorder.hpp>

#include <algorithm>
#include <utility>

namespace hapax::simulate {
namespace {

constexpr routing::Time kFirstWidth = 10 * routing::kMillisecond;

void join(SeriesPoint& into, const SeriesPoint& from) {
  into.arrived += from.arrived;
  into.requests += from.requests;
  into.refused += from.refused;
  into.errors += from.errors;
  into.latency.add(from.latency);
  into.in_use += from.in_use;
  into.queue += from.queue;
  into.most_in_use = std::max(into.most_in_use, from.most_in_use);
  into.longest_queue = std::max(into.longest_queue, from.longest_queue);
}

}  // namespace

SeriesRecorder::SeriesRecorder(const model::RoutingModel& model)
    : frontends_(model.proxies.size()), backends_(model.proxies.size()) {
  series_.width = kFirstWidth;
  const auto add_proxies = [&](SeriesTrack::Kind kind, model::Proxy::Kind other, std::vector<std::size_t>& places) {
    for (std::size_t i = 0; i < model.proxies.size(); ++i) {
      const model::Proxy& proxy = model.proxies[i];
      if (proxy.kind == other) continue;
      places[i] = series_.tracks.size();
      series_.tracks.push_back({kind, proxy.name, "", kind == SeriesTrack::Kind::frontend ? proxy.maxconn : 0, {}});
    }
  };
  add_proxies(SeriesTrack::Kind::frontend, model::Proxy::Kind::backend, frontends_);
  add_proxies(SeriesTrack::Kind::backend, model::Proxy::Kind::frontend, backends_);
  servers_ = series_.tracks.size();
  for (const model::Server& server : model.servers) {
    series_.tracks.push_back(
        {SeriesTrack::Kind::server, model.proxies[server.proxy].name, server.name, server.maxconn, {}});
  }
  in_use_.resize(series_.tracks.size());
  queue_.resize(series_.tracks.size());
}

void SeriesRecorder::begin(routing::Time t) {
  series_.begin = t;
  for (Level& level : in_use_) level.since = t;
  for (Level& level : queue_) level.since = t;
}

// Which stretch `t` lies in, after widening all if need be.
std::size_t SeriesRecorder::place(routing::Time t) {
  while (t - series_.begin >= series_.width * static_cast<routing::Time>(Series::kMost)) widen();
  return static_cast<std::size_t>((t - series_.begin) / series_.width);
}

void SeriesRecorder::widen() {
  series_.width *= 2;
  for (SeriesTrack& track : series_.tracks) {
    std::vector<SeriesPoint>& points = track.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i % 2 == 1) {
        join(points[i / 2], points[i]);
      } else if (i > 0) {
        points[i / 2] = std::move(points[i]);
      }
    }
    points.resize((points.size() + 1) / 2);
  }
}

SeriesPoint& SeriesRecorder::at(std::size_t track, routing::Time t) {
  const std::size_t i = place(t);
  std::vector<SeriesPoint>& points = series_.tracks[track].points;
  if (i >= points.size()) points.resize(i + 1);
  return points[i];
}

// Adds what the level was until `t` to every stretch that this time touches.
template <class Add>
void SeriesRecorder::settle(std::size_t track, const Level& level, routing::Time t, Add add) {
  if (level.value == 0) return;
  at(track, t);  // widens before stretches are counted
  for (routing::Time from = level.since; from < t;) {
    const std::size_t i = place(from);
    const routing::Time to = std::min(t, series_.time(i) + series_.width);
    add(series_.tracks[track].points[i], static_cast<double>(level.value) * static_cast<double>(to - from));
    from = to;
  }
}

void SeriesRecorder::settle_in_use(std::size_t track, routing::Time t) {
  const auto value = static_cast<std::uint32_t>(in_use_[track].value);
  settle(track, in_use_[track], t, [&](SeriesPoint& point, double integral) {
    point.in_use += integral;
    point.most_in_use = std::max(point.most_in_use, value);
  });
  in_use_[track].since = t;
}

void SeriesRecorder::settle_queue(std::size_t track, routing::Time t) {
  const auto value = static_cast<std::uint32_t>(queue_[track].value);
  settle(track, queue_[track], t, [&](SeriesPoint& point, double integral) {
    point.queue += integral;
    point.longest_queue = std::max(point.longest_queue, value);
  });
  queue_[track].since = t;
}

void SeriesRecorder::in_use(std::size_t track, std::uint64_t level, routing::Time t) {
  settle_in_use(track, t);
  in_use_[track].value = level;
}

void SeriesRecorder::queue(std::size_t track, std::uint64_t level, routing::Time t) {
  settle_queue(track, t);
  queue_[track].value = level;
}

Series SeriesRecorder::finish(routing::Time t) {
  const std::size_t last = place(std::max(t, series_.begin));
  for (std::size_t track = 0; track < series_.tracks.size(); ++track) {
    settle_in_use(track, t);
    settle_queue(track, t);
    series_.tracks[track].points.resize(last + 1);
  }
  series_.end = t;
  return std::move(series_);
}

}  // namespace hapax::simulate
