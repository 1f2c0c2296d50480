#include "config/keywords/features.hpp"

namespace hapax::config {

bool check_feature(Reading& reading, const Keyword& row, Span span) {
  if (reading.has(row.feature)) return true;
  reading.error("missing-feature", span, quote(row.name) + " needs a feature that this build lacks",
                "use a build that has it, or leave '--without' out");
  return false;
}

}  // namespace hapax::config
