// The figures of a run as JSON: what json_report() prints and the page of html_report() is made from.
#pragma once

#include <nlohmann/json.hpp>

#include <hapax/simulate/report.hpp>

namespace hapax::simulate {

nlohmann::ordered_json result_json(const SimulationResult& result, const ReportContext& context);

/// Count, mean and percentiles in milliseconds; null where there are no values.
nlohmann::ordered_json histogram_json(const Histogram& values);

}  // namespace hapax::simulate
