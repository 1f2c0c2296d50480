// Words that need a part of HAProxy which a build may lack (--without FEATURE).
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// Whether the build has what the row needs. Reports on `span` else.
bool check_feature(Reading& reading, const Keyword& row, Span span);

}  // namespace hapax::config
