// How the size is bounded: numbers have four digits, and there are at most kNumbers of them. First tracks are chosen:
// the ones with the most requests, as many as leave room for about kLeast stretches of each, proxies not taking more
// than half of it. Then neighbouring stretches are joined until all fit. 60 proxies and 300 servers come with 98
// stretches each.

#include <simulate/report/page_series.hpp>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace hapax::simulate::page {
namespace {

using Json = nlohmann::ordered_json;
using Kind = SeriesTrack::Kind;

constexpr std::size_t kNumbers = 120'000;
constexpr std::size_t kLeast = 80;
constexpr std::size_t kMost = 256;  ///< more would only be noise at the width of a plot
constexpr std::size_t kProxyColumns = 10;
constexpr std::size_t kServerColumns = 2;

std::size_t columns(const SeriesTrack& track) { return track.kind == Kind::server ? kServerColumns : kProxyColumns; }

/// Four digits: more are not seen in a plot.
Json rounded(double value) { return std::strtod(fmt::format("{:.4g}", value).c_str(), nullptr); }

std::uint64_t requests_of(const SeriesTrack& track) {
  return std::accumulate(track.points.begin(), track.points.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const SeriesPoint& point) { return sum + point.requests; });
}

/// Which tracks are kept, in their order.
std::vector<const SeriesTrack*> select(const Series& series) {
  std::vector<std::pair<std::uint64_t, const SeriesTrack*>> order;
  for (const SeriesTrack& track : series.tracks) order.emplace_back(requests_of(track), &track);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    const bool proxy = a.second->kind != Kind::server;
    const bool other = b.second->kind != Kind::server;
    return proxy != other ? proxy : a.first > b.first;
  });
  std::vector<const SeriesTrack*> kept;
  std::size_t room = kNumbers / kLeast - kProxyColumns;
  for (const auto& [requests, track] : order) {
    // Proxies leave room for servers.
    if (columns(*track) > room || (track->kind != Kind::server && room < kNumbers / kLeast / 2)) continue;
    room -= columns(*track);
    kept.push_back(track);
  }
  std::sort(kept.begin(), kept.end());  // all lie in one array
  return kept;
}

/// Neighbours of a track's stretches as one.
SeriesPoint joined(const SeriesTrack& track, std::size_t from, std::size_t to) {
  SeriesPoint sum;
  for (std::size_t i = from; i < std::min(to, track.points.size()); ++i) {
    const SeriesPoint& point = track.points[i];
    sum.arrived += point.arrived;
    sum.requests += point.requests;
    sum.refused += point.refused;
    sum.errors += point.errors;
    sum.latency.add(point.latency);
    sum.in_use += point.in_use;
    sum.queue += point.queue;
    sum.longest_queue = std::max(sum.longest_queue, point.longest_queue);
  }
  return sum;
}

using Points = std::vector<SeriesPoint>;

void add(SeriesPoint& sum, const SeriesPoint& point) {
  sum.arrived += point.arrived;
  sum.requests += point.requests;
  sum.refused += point.refused;
  sum.errors += point.errors;
  sum.latency.add(point.latency);
}

void add_queue(SeriesPoint& sum, const SeriesPoint& point) {
  sum.in_use += point.in_use;
  sum.queue += point.queue;
  sum.longest_queue += point.longest_queue;
}

/// Requests of all frontends, queues of all backends.
SeriesTrack everything(const Series& series) {
  SeriesTrack all;
  all.points.resize(series.size());
  for (const SeriesTrack& track : series.tracks) {
    for (std::size_t i = 0; i < track.points.size() && track.kind != Kind::server; ++i) {
      (track.kind == Kind::frontend ? add : add_queue)(all.points[i], track.points[i]);
    }
  }
  return all;
}

std::string_view name_of(Kind kind) {
  return kind == Kind::frontend ? "frontend" : kind == Kind::backend ? "backend" : "server";
}

Json percentile(const SeriesPoint& point, double percent) {
  if (point.latency.count() == 0) return nullptr;
  return rounded(static_cast<double>(point.latency.percentile(percent)) / 1e6);
}

template <class Value>
Json column(const Points& points, Value value) {
  Json list = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i) list.push_back(value(points[i], i));
  return list;
}

Json track_json(const SeriesTrack& track, std::string_view kind, const Points& points,
                const std::vector<double>& lengths) {
  Json out{{"kind", kind}, {"proxy", track.proxy}, {"server", track.server}, {"limit", track.limit}};
  const auto counts = [&](std::uint64_t SeriesPoint::*member) {
    return column(points, [&](const SeriesPoint& point, std::size_t) { return point.*member; });
  };
  const auto means = [&](double SeriesPoint::*member) {
    return column(points, [&](const SeriesPoint& point, std::size_t i) { return rounded(point.*member / lengths[i]); });
  };
  out["requests"] = counts(&SeriesPoint::requests);
  out["in_use"] = means(&SeriesPoint::in_use);
  if (track.kind == Kind::server) return out;
  out["arrived"] = counts(&SeriesPoint::arrived);
  out["refused"] = counts(&SeriesPoint::refused);
  out["errors"] = counts(&SeriesPoint::errors);
  out["queue"] = means(&SeriesPoint::queue);
  out["longest_queue"] = column(points, [](const SeriesPoint& point, std::size_t) { return point.longest_queue; });
  for (const auto& [name, percent] : {std::pair{"p50", 50.0}, {"p95", 95.0}, {"p99", 99.0}}) {
    const double wanted = percent;
    out[name] = column(points, [wanted](const SeriesPoint& point, std::size_t) { return percentile(point, wanted); });
  }
  return out;
}

}  // namespace

Json series_json(const Series& series) {
  if (series.width == 0 || series.size() == 0) return nullptr;
  const std::vector<const SeriesTrack*> kept = select(series);
  std::size_t width = kProxyColumns;
  for (const SeriesTrack* track : kept) width += columns(*track);
  const std::size_t most = std::clamp(kNumbers / width, kLeast, kMost);
  const std::size_t factor = (series.size() + most - 1) / most;
  const std::size_t count = (series.size() + factor - 1) / factor;

  std::vector<double> lengths(count);
  for (std::size_t i = 0; i < series.size(); ++i) lengths[i / factor] += series.length(i);
  const auto points = [&](const SeriesTrack& track) {
    Points list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(joined(track, i * factor, (i + 1) * factor));
    return list;
  };
  const double step = static_cast<double>(series.width) * static_cast<double>(factor) / 1e9;
  Json out{{"from_s", static_cast<double>(series.begin) / 1e9},
           {"end_s", static_cast<double>(series.end) / 1e9},
           {"width_s", step},
           {"count", count},
           {"left_out", series.tracks.size() - kept.size()},
           {"tracks", Json::array()}};
  const SeriesTrack all = everything(series);
  out["tracks"].push_back(track_json(all, "all", points(all), lengths));
  for (const SeriesTrack* track : kept) {
    out["tracks"].push_back(track_json(*track, name_of(track->kind), points(*track), lengths));
  }
  return out;
}

}  // namespace hapax::simulate::page
