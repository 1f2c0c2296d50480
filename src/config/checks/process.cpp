// Lines of the global section that HAProxy 3.4 warns of.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

void check_master_worker(Reading& reading, const Section& global) {
  const Directive* const d = global.last("master-worker");
  if (d == nullptr) return;
  reading
      .warning("master-worker-keyword", d->span, "'master-worker' will go from the configuration",
               "start HAProxy with '-W' or '-Ws' instead")
      .whole = true;
}

// HTTP/3 over TCP is experimental; over QUIC it is not, and counting it there does no harm but a warning too few.
bool speaks_http3(const Config& config) {
  for (const Section& section : config.sections)
    for (const Directive& d : section.directives)
      if (const Option* const alpn = d.option("alpn"))
        if (alpn->text("list").find("h3") != std::string_view::npos) return true;
  return false;
}

void check_unused_leave(Reading& reading, const Section& global) {
  const Directive* const d = global.last("expose-experimental-directives");
  if (d == nullptr || d->no || reading.experimental_used || speaks_http3(reading.config())) return;
  reading
      .warning("experimental-unused", d->span, "nothing in this configuration is experimental",
               "remove the line, so that nothing experimental comes in by accident")
      .whole = true;
}

}  // namespace

// `zero-warning`: the first warning is one too many.
void check_zero_warning(Reading& reading) {
  for (const Section* global : reading.config().all(SectionKind::global)) {
    const Directive* const d = global->last("zero-warning");
    if (d == nullptr || reading.warnings() == 0) continue;
    reading
        .error("zero-warning", d->span,
               fmt::format("HAProxy refuses this configuration, which has {} warnings", reading.warnings()),
               "mend what the warnings name, or remove 'zero-warning'")
        .whole = true;
    return;
  }
}

void check_process(Reading& reading) {
  if (!reading.from(Version::v3_4)) return;
  for (const Section* global : reading.config().all(SectionKind::global)) {
    check_master_worker(reading, *global);
    check_unused_leave(reading, *global);
  }
}

}  // namespace hapax::config
