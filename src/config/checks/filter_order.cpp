// A cache must keep what comes from the server: HAProxy refuses to compress before it.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {

void check_filter_order(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    const Directive* compression = nullptr;
    for (const Directive* const d : section.all("filter")) {
      if (d->option("compression") != nullptr) compression = d;
      if (compression == nullptr || d->option("cache") == nullptr) continue;
      Diagnostic& found = reading.error("filter-order", compression->span,
                                        fmt::format("{} compresses before its cache", proxy_title(section)),
                                        "write 'filter cache NAME' above 'filter compression'");
      found.related.push_back({d->span, "the cache"});
      found.whole = true;
      break;
    }
  }
}

}  // namespace hapax::config
