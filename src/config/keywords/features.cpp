#include "config/keywords/features.hpp"

namespace hapax::config {

void report_feature(Reading& reading, const Keyword& row, Span span) {
  reading.error("missing-feature", span, quote(row.name) + " needs a feature that this build lacks",
                "use a build that has it, or leave '--without' out");
}

}  // namespace hapax::config
