// What a simulation found out, as a web page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/simulate/report.hpp>
#include <hapax/simulate/result.hpp>

namespace hapax::simulate {

/// A finding of lint, as the page shows it.
struct PageFinding {
  std::string severity;  ///< "error", "warning", "info"
  std::string rule;
  std::string file;
  std::size_t line = 0;
  std::string message;
  std::vector<std::string> help;
};

/// What the page shows that does not come from the simulation.
struct PageExtras {
  std::string topology;  ///< an <svg> element, which goes into the page as it is; empty: there is none
  std::vector<PageFinding> findings;
  std::string version;  ///< of this program
};

/// One page of HTML that needs nothing else: style, scripts and figures are inside of it, and it forbids itself to load
/// anything. Names of the configuration, the traffic and the findings are shown as text, whatever they hold. Its size
/// is bounded, below 2 MB for any run: of very many proxies and servers those with the fewest requests are left out,
/// and the page says so. The plots need SimulateOptions::series.
std::string html_report(const SimulationResult& result, const ReportContext& context, const PageExtras& extras);

}  // namespace hapax::simulate
