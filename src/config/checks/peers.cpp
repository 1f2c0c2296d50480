// Sections that HAProxy removes because nothing is in them.
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {

// Which name is this machine's is not asked, so that peers sections are left alone.
void check_peers(Reading& reading) {
  std::unordered_set<std::string_view> used;
  for (const Section& section : reading.config().sections)
    for (const Directive* const d : section.all("email-alert mailers")) used.insert(d->text("mailers"));
  for (const Section& section : reading.config().sections) {
    if (section.kind != SectionKind::mailers) continue;
    if (section.last("mailer") != nullptr && used.contains(section.name)) continue;
    reading
        .warning("incomplete-mailers", section.span,
                 fmt::format("mailers {} names no mailer, or no proxy uses it", quote(section.name)),
                 "add 'mailer NAME ADDRESS:PORT', and 'email-alert mailers' to a proxy, or remove the section")
        .whole = true;
  }
}

// 3.2 says that mails will be the work of Lua scripts.
void check_legacy_mailers(Reading& reading) {
  if (reading.target() != Version::v3_2) return;
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    const Directive* const mailers = reading.config().effective(section, "email-alert mailers");
    if (mailers == nullptr) continue;
    reading
        .warning(
            "legacy-mailers", mailers->span,
            fmt::format("{} sends mails by itself, which later versions leave to Lua scripts", proxy_title(section)),
            "load HAProxy's example 'mailers.lua' with 'lua-load'")
        .whole = true;
  }
}

}  // namespace hapax::config
