// What HAProxy looks at when it has read the line of a server, in every section that has servers: who checks it, and
// where its agent is. Lines of default-server above count.
#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"

namespace hapax::config {
namespace {

// Of agents HAProxy says it when it starts the servers of a backend.
void check_tracking(Reading& reading, const ServerOptions& options, const Directive& d, bool starts) {
  if (options.find("track") == nullptr) return;
  if (!options.is_on("check") && !(starts && options.is_on("agent-check"))) return;
  reading.error("server-tracking", d.span,
                fmt::format("server {} is checked and tracks another one, too", quote(d.text("name"))),
                "keep 'check' or 'track'");
}

void check_agent(Reading& reading, const ServerOptions& options, const Directive& d) {
  if (!options.is_on("agent-check")) return;
  if (names_number(options.find("agent-port")) || names_number(options.find("port"))) return;
  const Option* const own = d.option("agent-check");
  reading.error("agent-without-port", own == nullptr ? d.span : own->span(),
                "nothing says on which port the agent is asked", "add 'agent-port PORT'");
}

}  // namespace

bool names_number(const Option* option) {
  return option != nullptr && syntax::leading_integer(option->first_word()).value > 0;
}

void check_server_checks(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_backend() && section.kind != SectionKind::ring && section.kind != SectionKind::peers) continue;
    const bool tracks = reading.may_have_option(section, "track");
    const bool agents = reading.may_have_option(section, "agent-check");
    if (!tracks && !agents) continue;
    const bool starts = !section.is_proxy() || !reading.disabled(section);
    for (const Directive& d : section.directives) {
      if (!d.is("server") && !d.is("server-template") && !d.is("peer")) continue;
      const ServerOptions options(reading, section, d);
      if (tracks) check_tracking(reading, options, d, starts);
      if (agents) check_agent(reading, options, d);
    }
  }
}

}  // namespace hapax::config
