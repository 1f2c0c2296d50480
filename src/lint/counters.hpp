// Stick counters: where they are tracked, where they are read.
#pragma once

#include <string_view>
#include <vector>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {

/// A line that tracks: `http-request track-sc0 src table T`.
struct Tracking {
  const config::Section* section = nullptr;
  const config::Directive* line = nullptr;
  char slot = '0';         ///< '0' for sc0
  std::string_view table;  ///< empty: the table of its own section
};

/// What an ACL reads: `sc_http_req_rate(0,T)` or `sc0_http_req_rate(T)`.
struct CounterRead {
  char slot = 0;           ///< 0 when the ACL reads no slot, or one that is computed
  std::string_view data;   ///< "http_req_rate"
  std::string_view table;  ///< empty: the one that is tracked
};

std::vector<Tracking> trackings(const config::Config& config);
CounterRead counter_read(const AclTest& test);

}  // namespace hapax::lint
