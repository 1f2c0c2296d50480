// Words that need a part of HAProxy which a build may lack (--without FEATURE).
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

void report_feature(Reading& reading, const Keyword& row, Span span);

/// Whether the build has what the row needs. Reports on `span` else.
inline bool check_feature(Reading& reading, const Keyword& row, Span span) {
  const bool there = reading.has(row.feature);
  if (!there) report_feature(reading, row, span);
  return there;
}

}  // namespace hapax::config
