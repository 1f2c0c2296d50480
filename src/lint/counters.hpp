// Stick counters: where they are tracked, where they are read.
#pragma once

#include <string_view>
#include <vector>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {

/// What an ACL reads: `sc_http_req_rate(0,T)` or `sc0_http_req_rate(T)`.
struct CounterRead {
  char slot = 0;           ///< 0 when the ACL reads no slot, or one that is computed
  std::string_view data;   ///< "http_req_rate"
  std::string_view table;  ///< empty: the one that is tracked
};

/// The actions that track; a section without them has no line that does.
inline constexpr std::string_view kTracking = "track-sc";

/// Appends what a line tracks.
void add_trackings(const config::Section& section, const config::Directive& line, std::vector<Tracking>& trackings);
CounterRead counter_read(const AclTest& test);

}  // namespace hapax::lint
