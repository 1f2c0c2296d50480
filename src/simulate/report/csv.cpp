// The series as comma-separated values (RFC 4180), one row per stretch and track: the form in which spreadsheets, R and
// pandas filter and plot it without further ado.

#include <fmt/format.h>

#include <hapax/simulate/report.hpp>

namespace hapax::simulate {
namespace {

std::string_view name_of(SeriesTrack::Kind kind) {
  switch (kind) {
    case SeriesTrack::Kind::frontend:
      return "frontend";
    case SeriesTrack::Kind::backend:
      return "backend";
    case SeriesTrack::Kind::server:
      return "server";
  }
  return {};
}

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// Empty where nothing was served: there is no latency then.
std::string latency(const DurationSketch& sketch, double percent) {
  if (sketch.count() == 0) return {};
  return fmt::format("{:.3f}", static_cast<double>(sketch.percentile(percent)) / 1e6);
}

}  // namespace

std::string series_csv(const Series& series) {
  std::string text =
      "from_s,to_s,kind,proxy,server,arrived,requests,refused,errors,mean_in_use,most_in_use,utilisation,mean_queue,"
      "longest_queue,p50_ms,p95_ms,p99_ms\n";
  for (const SeriesTrack& track : series.tracks) {
    for (std::size_t i = 0; i < track.points.size(); ++i) {
      const SeriesPoint& point = track.points[i];
      const double from = static_cast<double>(series.time(i)) / 1e9;
      const double in_use = series.mean_in_use(track, i);
      text += fmt::format("{:.3f},{:.3f},{},{},{},{},{},{},{},{:.4f},{},{},{:.4f},{},{},{},{}\n", from,
                          from + series.length(i) / 1e9, name_of(track.kind), field(track.proxy), field(track.server),
                          point.arrived, point.requests, point.refused, point.errors, in_use, point.most_in_use,
                          track.limit > 0 ? fmt::format("{:.4f}", in_use / static_cast<double>(track.limit)) : "",
                          series.mean_queue(track, i), point.longest_queue, latency(point.latency, 50),
                          latency(point.latency, 95), latency(point.latency, 99));
    }
  }
  return text;
}

}  // namespace hapax::simulate
