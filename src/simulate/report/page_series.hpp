// The time series inside of the page, small enough to be sent round.
#pragma once

#include <nlohmann/json.hpp>

#include <hapax/simulate/series.hpp>

namespace hapax::simulate::page {

/// {"from_s","end_s","width_s","count","left_out","tracks":[...]}; null where nothing was recorded. A track is
/// {"kind","proxy","server","limit"} and arrays of `count` numbers: arrived, requests, refused, errors, in_use, queue,
/// longest_queue, p50, p95, p99 (of servers only requests and in_use). The first one, of kind "all", is the sum of all
/// frontends with the queues of all backends.
nlohmann::ordered_json series_json(const Series& series);

}  // namespace hapax::simulate::page
