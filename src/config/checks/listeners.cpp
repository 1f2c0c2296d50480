// Proxies that nothing reaches.
#include <algorithm>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool listens(const Section& section) {
  for (const Directive& d : section.directives) {
    if ((d.is("bind") || d.is("dgram-bind")) && !d.ignored && !d.arguments().empty()) return true;
  }
  return false;
}

// Peers connect to the one that has this process's name, which is enough to serve, even where nothing says its address.
bool serves_peers(const Reading& reading, const Section& section) {
  if (section.kind != SectionKind::peers || section.last("disabled") != nullptr) return false;
  const std::string_view local = local_peer(reading.config());
  return !local.empty() && std::any_of(section.directives.begin(), section.directives.end(), [&](const Directive& d) {
    return (d.is("peer") || d.is("server")) && d.text("name") == local;
  });
}

// Up to 3.0 a master serves by itself, or at least says nothing of workers that do not.
bool is_master_worker(const Reading& reading) {
  if (reading.from(Version::v3_2)) return false;
  const Directive* const d = last_global(reading.config(), "master-worker");
  return d != nullptr && !d->no;
}

// `dispatch` and `server` need no listener; a listen with them still does.
void check_frontend(Reading& reading, const Section& section) {
  if (listens(section) || reading.disabled(section)) return;
  reading
      .warning("frontend-without-bind", section.span,
               proxy_title(section) + " has no 'bind' line, so that no connection reaches it",
               "add 'bind ADDRESS:PORT', or make it a 'backend'")
      .whole = true;
}

}  // namespace

void check_listeners(Reading& reading) {
  bool serves = false;
  for (const Section& section : reading.config().sections) {
    if (section.is_frontend()) {
      check_frontend(reading, section);
      serves = serves || (listens(section) && !reading.disabled(section));
    }
    // A backend with a bind line, which HAProxy warns of, still counts.
    if (section.kind == SectionKind::backend) serves = serves || section.last("bind") != nullptr;
    if (section.kind == SectionKind::global) serves = serves || section.last("stats socket") != nullptr;
    serves = serves || serves_peers(reading, section);
    if (section.kind == SectionKind::log_forward) check_frontend(reading, section);
    if (section.kind == SectionKind::log_forward) serves = serves || listens(section);
  }
  if (serves || is_master_worker(reading)) return;
  const Span span = reading.config().sections.empty() ? Span{} : reading.config().sections.back().span;
  reading
      .error("nothing-to-serve", span, "no section listens on an address, so that HAProxy has nothing to serve",
             "add a 'frontend' or 'listen' section with a 'bind' line")
      .whole = true;
}

}  // namespace hapax::config
