// The expressions of `option forwarded`. HAProxy reads them when it has read all lines, for each proxy that makes the
// header: one with servers, in mode http.
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/samples/expression.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

void check_expression(Reading& reading, const Section& section, const Option& option) {
  const ReadSample made = read_expression(reading, {option.name(), kEverywhere, &section}, option.args[0].words);
  const Keyword* const fetch = made.sample.fetch;
  if (fetch == nullptr || (fetch->points & points_of(RuleSet::http_request, section)) != 0) return;
  reading.warning("fetch-not-available", option.span(),
                  fmt::format("{} has no value here, where the request goes out", quote(fetch->name)),
                  "take a fetch of the request, such as 'src' or 'req.hdr(host)'");
}

}  // namespace

void check_forwarded_expressions(Reading& reading) {
  std::unordered_set<const Directive*> seen;  // what is inherited is said once
  for (Section& section : reading.config().sections) {
    if (!section.is_backend() || reading.disabled(section) || reading.mode(section) != ProxyMode::http) continue;
    const Directive* const d = reading.config().effective(section, "option forwarded");
    if (d == nullptr || d->no || !seen.insert(d).second) continue;
    reading.section = &section;
    for (const Option& option : d->options())
      if (option.name().ends_with("-expr") && !option.args.empty()) check_expression(reading, section, option);
    reading.section = nullptr;
  }
}

}  // namespace hapax::config
