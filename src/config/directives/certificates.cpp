// Lines about certificates and their revocation that HAProxy reads by hand: ocsp-update, ssl-f-use, crt-store.
#include <array>

#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {

// HAProxy goes on without the line.
void check_switch(Reading& reading, Directive& d) {
  const std::string_view state = d.args.empty() ? std::string_view() : d.text("state");
  if (state == "on" || state == "off") return;
  reading.warning("not-on-or-off", d.span, fmt::format("{} is on or off, not {}", quote(d.name()), quote(state)),
                  "HAProxy ignores the line: write 'on' or 'off'");
}

// Each of the two is held against what the other one is so far, which may be its default.
void check_update_delay(Reading& reading, Directive& d) {
  const bool least = d.name().ends_with("mindelay");
  std::int64_t other = least ? 3600 : 300;
  for (const Section* section : reading.config().all(SectionKind::global))
    for (const Directive& line : section->directives)
      if (line.row != nullptr && &line != &d &&
          line.name().ends_with(least ? "ocsp-update.maxdelay" : "ocsp-update.mindelay"))
        other = line.integer("seconds").value_or(other);
  const std::int64_t own = d.integer("seconds").value_or(other);
  if (least ? own <= other : own >= other) return;
  reading.error(
      "value-out-of-range", d.span,
      fmt::format("{} s is {} than the {} s between two updates", own, least ? "more" : "less",
                  least ? fmt::format("greatest {}", other) : fmt::format("least {}", other)),
      least ? "set the greatest delay above, or write less here" : "set the least delay above, or write more here");
}

// What is loaded above has been looked for already.
void check_store_base(Reading& reading, Directive& d) {
  if (reading.section->kind != SectionKind::crt_store) return check_once(reading, d);
  const Directive* const load = reading.section->last("load");
  if (load == nullptr) return;
  Diagnostic& found = reading.error("base-behind-load", d.span,
                                    fmt::format("{} stands behind a certificate that it would be for", quote(d.name())),
                                    "move it to the top of the section");
  found.related.push_back({load->span, "loaded from elsewhere"});
}

void check_extra_files(Reading& reading, Directive& d) {
  const std::span<const Word> kinds = d.arguments();
  if (kinds.size() < 2) return;
  for (const Word& kind : kinds) {
    if (kind.text != "all" && kind.text != "none") continue;
    reading.error("unexpected-argument", kind.span, fmt::format("{} stands beside other words", quote(kind.text)),
                  "write it alone, or list the kinds of files without it");
    return;
  }
}

void check_own_certificate(Reading& reading, Directive& d) {
  constexpr std::array<std::string_view, 4> kOnce{"crt", "ocsp", "issuer", "sctl"};
  for (const std::string_view name : kOnce) {
    const Option* first = nullptr;
    for (const Option& o : d.options()) {
      if (o.name() != name) continue;
      if (first != nullptr) {
        Diagnostic& found = reading.error("set-twice", o.span(), fmt::format("{} is set already", quote(name)),
                                          "keep one, and write another line for another certificate");
        found.related.push_back({first->span(), "the first"});
        return;
      }
      first = &o;
    }
  }
  if (d.option("crt") != nullptr) return;
  reading.error("missing-argument", d.span, "'ssl-f-use' names no certificate", "write 'ssl-f-use crt FILE'");
}

}  // namespace hapax::config
