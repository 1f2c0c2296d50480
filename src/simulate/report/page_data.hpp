// The figures inside of the page of html_report().
#pragma once

#include <string>

#include <hapax/simulate/page.hpp>

namespace hapax::simulate::page {

/// JSON for a <script> element: without `<`, so that nothing in it can end the element or begin a comment, and in
/// ASCII.
/// {"version","result","all","notes","series","findings","left_out"}: `result` is the JSON report, `series` null where
/// nothing was recorded.
std::string data(const SimulationResult& result, const ReportContext& context, const PageExtras& extras);

}  // namespace hapax::simulate::page
