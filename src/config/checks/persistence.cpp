// `persist rdp-cookie`: the cookie names a server by its address and port, which each server must have.
#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_names.hpp"
#include "config/typing/address.hpp"

namespace hapax::config {
namespace {

bool has_port(const Directive& server) {
  const syntax::Address* const address = server.address("address");
  return address == nullptr || (address->port != 0 && !has_port_offset(*address));
}

}  // namespace

void check_persistence(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_backend() || reading.disabled(section)) continue;
    if (reading.config().effective(section, "persist rdp-cookie") == nullptr) continue;
    for (const Directive& d : section.directives) {
      if ((!d.is("server") && !d.is("server-template")) || has_port(d)) continue;
      reading
          .warning("persistence-without-port", d.span,
                   fmt::format("the cookie of 'persist rdp-cookie' cannot name server {}, which has no port of its own",
                               quote(server_name(d))),
                   "write the port behind the address")
          .whole = true;
    }
  }
}

}  // namespace hapax::config
