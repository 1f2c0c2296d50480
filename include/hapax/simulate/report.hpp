// What a simulation found out, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <hapax/model/model.hpp>
#include <hapax/simulate/result.hpp>
#include <hapax/simulate/series.hpp>
#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {

/// What is said about a run beside its figures.
struct ReportContext {
  std::string configuration;  ///< its name
  std::string traffic;        ///< "access.log (HAProxy HTTP log)", "workload of shop.yaml"
  std::uint64_t seed = 1;
  std::uint64_t late = 0;          ///< log lines that came out of order, see LogReader::late()
  std::uint64_t bad_requests = 0;  ///< log lines of requests that could not be parsed, see LogReader::bad_requests()
  std::size_t not_modelled = 0;    ///< lines of the configuration that were not taken into account
  bool caches = false;             ///< the configuration has caches
  std::string plain_at_tls = {};   ///< a frontend with TLS to which a workload sends requests without; empty: none
};

/// Tables that a person reads at a glance on a terminal. Ends with a line end.
std::string text_report(const SimulationResult& result, const ReportContext& context, bool colour);

/// Version of the JSON report.
inline constexpr int kReportVersion = 1;

/// One JSON object; times in milliseconds. Ends with a line end.
std::string json_report(const SimulationResult& result, const ReportContext& context);

/// A table of comma-separated values: a line for each stretch of time of each frontend, backend and server, under one
/// line of names. Times in seconds and milliseconds.
std::string series_csv(const Series& series);

/// One line of a decisions file, with its line end.
std::string decision_line(const Decision& decision, const model::RoutingModel& model);

}  // namespace hapax::simulate
