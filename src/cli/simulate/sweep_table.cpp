// The table of a sweep: a line for each combination. With replications a figure is the mean over them, and behind it
// stands how far the true mean may lie from it with 95 % confidence (Student's t).

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/simulate/sweep.hpp"

namespace hapax::cli {
namespace {

using Json = nlohmann::ordered_json;

// Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom; the normal one beyond.
constexpr std::array<double, 30> kStudent95{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                            2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                            2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};

struct Column {
  const char* name;
  double (*of)(const simulate::SimulationResult&);
  int decimals;
};

double count(const simulate::SimulationResult& result, routing::Outcome outcome) {
  return static_cast<double>(result.outcomes[static_cast<std::size_t>(outcome)]);
}

simulate::Histogram joined(const simulate::SimulationResult& result,
                           simulate::Histogram simulate::ProxyResult::*histogram) {
  simulate::Histogram all;
  for (const simulate::ProxyResult& frontend : result.frontends) all.add(frontend.*histogram);
  return all;
}

double percentile(const simulate::SimulationResult& result, double percent) {
  return static_cast<double>(joined(result, &simulate::ProxyResult::total).percentile(percent)) / 1e6;
}

double busiest(const simulate::SimulationResult& result) {
  double most = 0;
  for (const simulate::ServerResult& server : result.servers) {
    if (server.maxconn > 0) most = std::max(most, server.busy / result.span() / static_cast<double>(server.maxconn));
  }
  return 100 * most;
}

double longest_queue(const simulate::SimulationResult& result) {
  std::uint64_t longest = 0;
  for (const simulate::ProxyResult& backend : result.backends) longest = std::max(longest, backend.longest_queue);
  return static_cast<double>(longest);
}

double refused(const simulate::SimulationResult& result) {
  return count(result, routing::Outcome::denied) + count(result, routing::Outcome::tarpitted) +
         count(result, routing::Outcome::rejected);
}

double failed(const simulate::SimulationResult& result) {
  return static_cast<double>(result.requests) - count(result, routing::Outcome::served) - refused(result) -
         count(result, routing::Outcome::redirected) - count(result, routing::Outcome::returned);
}

double served_share(const simulate::SimulationResult& result) {
  return result.requests == 0 ? 0
                              : 100 * count(result, routing::Outcome::served) / static_cast<double>(result.requests);
}

constexpr std::array kColumns{
    Column{"requests", [](const auto& r) { return static_cast<double>(r.requests); }, 0},
    Column{"served %", served_share, 2},
    Column{"refused", refused, 0},
    Column{"failed", failed, 0},
    Column{"mean ms", [](const auto& r) { return joined(r, &simulate::ProxyResult::total).mean() / 1e6; }, 3},
    Column{"p50 ms", [](const auto& r) { return percentile(r, 50); }, 2},
    Column{"p95 ms", [](const auto& r) { return percentile(r, 95); }, 2},
    Column{"p99 ms", [](const auto& r) { return percentile(r, 99); }, 2},
    Column{"queue mean ms", [](const auto& r) { return joined(r, &simulate::ProxyResult::queue).mean() / 1e6; }, 3},
    Column{"longest queue", longest_queue, 0},
    Column{"busiest server %", busiest, 1}};

struct Figure {
  double mean = 0;
  double half_width = -1;  // negative: there is only one run
};

Figure figure_of(const Column& column, const SweepPoint& point) {
  std::vector<double> values;
  for (std::size_t i = 0; i < point.results.size(); ++i) {
    if (point.complete[i] != 0) values.push_back(column.of(point.results[i]));
  }
  Figure figure;
  for (const double value : values) figure.mean += value / static_cast<double>(values.size());
  if (values.size() < 2) return figure;
  double squares = 0;
  for (const double value : values) squares += (value - figure.mean) * (value - figure.mean);
  const std::size_t freedom = values.size() - 1;
  const double student = freedom <= kStudent95.size() ? kStudent95[freedom - 1] : 1.960;
  figure.half_width = student * std::sqrt(squares / static_cast<double>(freedom) / static_cast<double>(values.size()));
  return figure;
}

bool was_played(const SweepPoint& point) {
  return std::any_of(point.complete.begin(), point.complete.end(), [](char complete) { return complete != 0; });
}

std::vector<std::vector<std::string>> cells(const Sweep& sweep, const SweepOptions& how) {
  std::vector<std::vector<std::string>> rows(1);
  for (const SweepAxis& axis : how.axes) rows[0].push_back(axis.target);
  for (const Column& column : kColumns) rows[0].emplace_back(column.name);
  for (const SweepPoint& point : sweep.points) {
    if (!was_played(point)) continue;
    auto& row = rows.emplace_back(point.values);
    for (const Column& column : kColumns) {
      const Figure figure = figure_of(column, point);
      row.push_back(fmt::format("{:.{}f}", figure.mean, column.decimals));
      if (figure.half_width > 0) row.back() += fmt::format(" ±{:.{}f}", figure.half_width, column.decimals);
    }
  }
  return rows;
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string as_text(const Sweep& sweep, const SweepOptions& how, bool colour) {
  const auto rows = cells(sweep, how);
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      line += (i == 0 ? "" : "  ") + std::string(widths[i] - width_of(rows[r][i]), ' ') + rows[r][i];
    }
    text += r == 0 && colour ? "\x1b[2m" + line + "\x1b[0m\n" : line + "\n";
  }
  if (how.replications > 1) {
    text +=
        fmt::format("each of {} runs with other seeds; ± the 95 % confidence interval of the mean\n", how.replications);
  }
  if (sweep.interrupted) text += "note: stopped before all were simulated; the lines above are complete\n";
  return text;
}

std::string field(const std::string& text) {
  return text.find_first_of(",\"") == std::string::npos ? text : "\"" + text + "\"";
}

// One column more for each half-width, where there are replications.
std::string as_csv(const Sweep& sweep, const SweepOptions& how) {
  std::string text;
  const auto separator = [&] { return text.empty() || text.back() == '\n' ? "" : ","; };
  for (const SweepAxis& axis : how.axes) text += separator() + field(axis.target);
  for (const Column& column : kColumns) {
    text += fmt::format("{}{}", separator(), column.name);
    if (how.replications > 1) text += fmt::format(",{} +-", column.name);
  }
  text += "\n";
  for (const SweepPoint& point : sweep.points) {
    if (!was_played(point)) continue;
    for (const std::string& value : point.values) text += separator() + field(value);
    for (const Column& column : kColumns) {
      const Figure figure = figure_of(column, point);
      text += fmt::format("{}{}", separator(), figure.mean);
      if (how.replications > 1) text += figure.half_width < 0 ? "," : fmt::format(",{}", figure.half_width);
    }
    text += "\n";
  }
  return text;
}

std::string as_json(const Sweep& sweep, const SweepOptions& how) {
  Json json{{"version", simulate::kReportVersion}, {"interrupted", sweep.interrupted}, {"points", Json::array()}};
  for (const SweepPoint& point : sweep.points) {
    if (!was_played(point)) continue;
    Json values = Json::object();
    for (std::size_t i = 0; i < point.values.size(); ++i) values[how.axes[i].target] = point.values[i];
    Json runs = Json::array();
    for (std::size_t i = 0; i < point.results.size(); ++i) {
      if (point.complete[i] == 0) continue;
      simulate::ReportContext context = point.context;
      context.seed += i;
      runs.push_back(Json::parse(simulate::json_report(point.results[i], context)));
    }
    json["points"].push_back({{"values", std::move(values)}, {"runs", std::move(runs)}});
  }
  return json.dump(2) + "\n";
}

}  // namespace

std::string show_sweep(const Sweep& sweep, const SweepOptions& how, const std::string& format, bool colour) {
  if (format == "json") return as_json(sweep, how);
  if (format == "csv") return as_csv(sweep, how);
  return as_text(sweep, how, colour);
}

}  // namespace hapax::cli
