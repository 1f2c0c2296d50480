// Rules of `tcp-request content` that look at a request before it is there, or that come later than they need to.
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

class ContentRules {
 public:
  explicit ContentRules(Reading& reading) : reading_(reading) {
    for (const Section& section : reading.config().sections) {
      if (!section.is_proxy() || !section.is_frontend() || reading.disabled(section)) continue;
      for (const Section* s = &section; s != nullptr; s = s->defaults) running_.insert(s);
    }
  }

  void check(const ContentRule& rule) {
    const Section& section = *rule.section;
    if (!running_.contains(&section)) return;
    if (!rule.at_session && !waits(section)) return early(section, rule);
    if (rule.tracks && rule.at_session && rule.condition_at_session && reading_.mode(section) == ProxyMode::http)
      late(section, rule);
  }

 private:
  [[nodiscard]] bool waits(const Section& section) const {
    const Directive* const delay = reading_.config().effective(section, "tcp-request inspect-delay");
    return delay != nullptr && delay->duration("time").value_or(0) > 0;
  }

  void early(const Section& section, const ContentRule& rule) {
    Diagnostic& d =
        reading_.warning("content-rule-without-delay", rule.span,
                         fmt::format("this rule looks at the contents of a request, and {} does not wait for them",
                                     proxy_title(section)),
                         "add 'tcp-request inspect-delay 5s' to the section");
    d.whole = true;
  }

  void late(const Section& section, const ContentRule& rule) {
    Diagnostic& d = reading_.warning(
        "track-too-late", rule.span,
        fmt::format("this rule needs nothing of a request, and misses those that {} cannot read", proxy_title(section)),
        "write 'tcp-request session track-sc', which comes before the first request");
    d.whole = true;
  }

  Reading& reading_;
  std::unordered_set<const Section*> running_;
};

}  // namespace

void check_content_rules(Reading& reading) {
  if (reading.content_rules.empty()) return;
  ContentRules rules(reading);
  for (const ContentRule& rule : reading.content_rules) rules.check(rule);
}

}  // namespace hapax::config
