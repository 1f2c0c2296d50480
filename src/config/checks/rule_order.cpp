// HAProxy runs rules by kind, whatever the order of the lines: a rule below one of a later kind runs before it. It
// warns at the lower line.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// In the order in which they run.
constexpr std::array<std::string_view, 9> kKinds{"quic-initial",
                                                 "tcp-request connection",
                                                 "tcp-request session",
                                                 "tcp-request content",
                                                 "monitor fail",
                                                 "http-request",
                                                 "redirect",
                                                 "use_backend",
                                                 "use-server"};

std::size_t kind_of(const Keyword& row) {
  return static_cast<std::size_t>(std::find(kKinds.begin(), kKinds.end(), row.name) - kKinds.begin());
}

// Of a choice of a backend below one of a server HAProxy says nothing.
bool is_said(std::size_t kind, std::size_t later) {
  return !(kKinds[kind] == "use_backend" && kKinds[later] == "use-server");
}

// From 3.2 on HAProxy looks at responses, too.
void check_responses(Reading& reading, const Section& section) {
  if (!section.may_have("tcp-response content")) return;
  const Directive* http = nullptr;
  for (const Directive& d : section.directives) {
    if (d.is("http-response") && !d.ignored && http == nullptr) http = &d;
    if (!d.is("tcp-response content") || http == nullptr) continue;
    Diagnostic& found = reading.warning(
        "rule-order", d.span, "this 'tcp-response content' rule runs before the 'http-response' rule above it",
        "HAProxy runs rules by kind, in a fixed order; write them in that order");
    found.related.push_back({http->span, "runs later"});
  }
}

// At most so many kinds of rules are in the section.
std::size_t kinds_in(const Section& section) {
  constexpr auto kBits = [] {
    std::array<std::uint64_t, kKinds.size()> bits{};
    std::transform(kKinds.begin(), kKinds.end(), bits.begin(), name_bit);
    return bits;
  }();
  return static_cast<std::size_t>(std::count_if(
      kBits.begin(), kBits.end(), [&section](std::uint64_t bit) { return (section.name_bits & bit) != 0; }));
}

}  // namespace

void check_rule_order(Reading& reading) {
  static const ByRow<std::size_t> kKindOf(KeywordClass::directive, kind_of);
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() && section.kind != SectionKind::defaults) continue;
    if (reading.from(Version::v3_2)) check_responses(reading, section);
    if (kinds_in(section) < 2) continue;
    std::array<const Directive*, kKinds.size()> seen{};
    for (const Directive& d : section.directives) {
      const std::size_t kind = d.row == nullptr ? kKinds.size() : kKindOf[*d.row];
      if (kind == kKinds.size()) continue;
      for (std::size_t later = kind + 1; later < kKinds.size(); ++later) {
        if (seen[later] == nullptr || !is_said(kind, later)) continue;
        Diagnostic& found = reading.warning(
            "rule-order", d.span,
            fmt::format("this {} rule runs before the {} rule above it", quote(kKinds[kind]), quote(kKinds[later])),
            "HAProxy runs rules by kind, in a fixed order; write them in that order");
        found.related.push_back({seen[later]->span, "runs later"});
        break;
      }
      if (seen[kind] == nullptr) seen[kind] = &d;
    }
  }
}

}  // namespace hapax::config
