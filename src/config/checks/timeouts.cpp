// Without its timeouts a proxy keeps dead connections for ever.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool is_set(const Reading& reading, const Section& section, std::string_view name) {
  const Directive* const d = reading.config().effective(section, name);
  return d != nullptr && d->duration("time").value_or(0) != 0;
}

bool has_servers(const Section& section) {
  return section.last("server") != nullptr || section.last("server-template") != nullptr;
}

std::string missing(const Reading& reading, const Section& section, ProxyMode mode) {
  std::string list;
  const auto add = [&](std::string_view name) { list += (list.empty() ? "" : ", ") + quote(name); };
  if (section.is_frontend() && !is_set(reading, section, "timeout client")) add("timeout client");
  if (!section.is_backend()) return list;
  const bool connect = is_set(reading, section, "timeout connect");
  const bool server = is_set(reading, section, "timeout server") ||
                      (mode == ProxyMode::tcp && is_set(reading, section, "timeout tunnel"));
  if ((connect && server) || !has_servers(section)) return list;
  if (!connect) add("timeout connect");
  if (!server) add("timeout server");
  return list;
}

}  // namespace

void check_timeouts(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    const ProxyMode mode = reading.mode(section);
    if (mode != ProxyMode::tcp && mode != ProxyMode::http) continue;
    const std::string list = missing(reading, section, mode);
    if (list.empty()) continue;
    reading
        .warning("missing-timeout", section.span, fmt::format("{} lacks {}", proxy_title(section), list),
                 "dead connections stay for ever without; write for example 'timeout client 30s', 'timeout connect "
                 "5s', 'timeout server 30s' into its defaults section")
        .whole = true;
  }
}

}  // namespace hapax::config
