#include <simulate/report/page_data.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <simulate/report/page_series.hpp>
#include <simulate/report/remarks.hpp>
#include <simulate/report/result_json.hpp>

namespace hapax::simulate::page {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRows = 500;  ///< of each table
constexpr std::size_t kFindings = 200;

/// Keeps the kRows rows with the most requests, in their order; returns how many went.
std::size_t bound(Json& rows) {
  if (rows.size() <= kRows) return 0;
  std::vector<std::uint64_t> requests;
  for (const Json& row : rows) requests.push_back(row["requests"]);
  std::vector<std::uint64_t> sorted = requests;
  std::nth_element(sorted.begin(), sorted.begin() + kRows, sorted.end(), std::greater<>());
  const std::uint64_t limit = sorted[kRows];  // as many or more than kRows have at least that much
  std::size_t equal = kRows - static_cast<std::size_t>(std::count_if(sorted.begin(), sorted.begin() + kRows,
                                                                     [&](std::uint64_t r) { return r > limit; }));
  Json kept = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (requests[i] > limit || (requests[i] == limit && equal > 0 && equal-- > 0)) kept.push_back(std::move(rows[i]));
  }
  const std::size_t gone = rows.size() - kept.size();
  rows = std::move(kept);
  return gone;
}

Json findings(const std::vector<PageFinding>& all) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(all.size(), kFindings); ++i) {
    const PageFinding& finding = all[i];
    list.push_back({{"severity", finding.severity},
                    {"rule", finding.rule},
                    {"file", finding.file},
                    {"line", finding.line},
                    {"message", finding.message},
                    {"help", finding.help}});
  }
  return {{"list", list}, {"left_out", all.size() - list.size()}};
}

/// Response times and waits of all frontends together.
Json all_of(const SimulationResult& result) {
  Histogram times;
  Histogram waits;
  for (const ProxyResult& entry : result.frontends) {
    times.add(entry.total);
    waits.add(entry.queue);
  }
  return {{"total_ms", histogram_json(times)}, {"queue_ms", histogram_json(waits)}};
}

std::string without_markup(const Json& json) {
  const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string data(const SimulationResult& result, const ReportContext& context, const PageExtras& extras) {
  Json figures = result_json(result, context);
  std::size_t rows = 0;
  for (const char* name : {"frontends", "backends", "servers"}) rows += bound(figures[name]);
  return without_markup({{"version", extras.version},
                         {"result", std::move(figures)},
                         {"all", all_of(result)},
                         {"notes", remarks(result, context)},
                         {"series", series_json(result.series)},
                         {"findings", findings(extras.findings)},
                         {"left_out", {{"rows", rows}}}});
}

}  // namespace hapax::simulate::page
