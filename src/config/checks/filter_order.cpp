// A cache must keep what comes from the server: HAProxy refuses to compress before it.
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {

namespace {

void check_repeated(Reading& reading, const Section& section) {
  std::unordered_set<std::string_view> seen;
  bool compresses = false;
  for (const Directive* const d : section.all("filter")) {
    if (d->option("compression") != nullptr) {
      if (compresses)
        reading.error("duplicate-name", d->span,
                      fmt::format("{} has a filter for compression already", proxy_title(section)),
                      "remove one of the lines");
      compresses = true;
    }
    const Option* const cache = d->option("cache");
    if (cache == nullptr || seen.insert(cache->text("cache")).second) continue;
    reading.error(
        "duplicate-name", d->span,
        fmt::format("{} has a filter for the cache {} already", proxy_title(section), quote(cache->text("cache"))),
        "remove one of the lines");
  }
}

}  // namespace

void check_filter_order(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    check_repeated(reading, section);
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
