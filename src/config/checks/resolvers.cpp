// Resolvers: who is asked.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// HAProxy makes one UDP socket for each name server that is not reached by streams.
void check_address(Reading& reading, const Directive& server) {
  const syntax::Address* const address = server.address("address");
  if (address == nullptr || address->is_ip() || address->transport == syntax::SocketKind::stream ||
      reading.from(Version::v3_2))
    return;
  reading
      .error("invalid-address", server.span,
             fmt::format("the name server {} is no IP address with a port", quote(server.text("name"))),
             "write 'nameserver NAME ADDRESS:53'")
      .whole = true;
}

}  // namespace

bool has_resolvers(const Config& config, std::string_view name) {
  return name == "default" || config.find(SectionKind::resolvers, name) != nullptr;
}

void check_resolvers(Reading& reading) {
  for (const Section* section : reading.config().all(SectionKind::resolvers)) {
    for (const Directive* const server : section->all("nameserver")) check_address(reading, *server);
    if (section->last("nameserver") != nullptr || section->last("parse-resolv-conf") != nullptr) continue;
    reading.warning("resolvers-without-server", section->span,
                    fmt::format("resolvers {} names no server, so that no name resolves", quote(section->name)),
                    "add 'nameserver NAME ADDRESS:53', or 'parse-resolv-conf' for those of the system");
  }
}

}  // namespace hapax::config
