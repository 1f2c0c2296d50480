// Sections that HAProxy removes because nothing uses them.
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {

namespace {

// Where one of these lines is missing, none of them counts.
void note_mailers(const Reading& reading, const Section& section, std::unordered_set<std::string_view>& used) {
  const Config& config = reading.config();
  const Directive* const mailers = config.effective(section, "email-alert mailers");
  const bool whole = config.effective(section, "email-alert from") != nullptr &&
                     config.effective(section, "email-alert to") != nullptr;
  if (mailers != nullptr && whole) used.insert(mailers->text("mailers"));
}

}  // namespace

// Which name is this machine's is not asked, so that peers sections are left alone.
void check_peers(Reading& reading) {
  std::unordered_set<std::string_view> used;
  for (const Section& section : reading.config().sections)
    if (section.is_proxy() && !reading.disabled(section)) note_mailers(reading, section, used);
  for (const Section& section : reading.config().sections) {
    if (section.kind != SectionKind::mailers) continue;
    if (used.contains(section.name)) continue;
    reading
        .warning("incomplete-mailers", section.span,
                 fmt::format("no proxy sends mails by the mailers section {}", quote(section.name)),
                 "add 'email-alert mailers', 'from' and 'to' to a proxy, or remove the section")
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
