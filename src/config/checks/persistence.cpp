// What cookies that name a server by its address need: with `persist rdp-cookie` a port, with `cookie NAME dynamic` an
// address of its own.
#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"
#include "config/checks/server_names.hpp"
#include "config/checks/server_options.hpp"
#include "config/typing/address.hpp"

namespace hapax::config {
namespace {

// Of more servers of one address HAProxy says no more that would be new.
constexpr std::int64_t kMostServers = 50;

bool has_port(const Directive& server) {
  const syntax::Address* const address = server.address("address");
  return address == nullptr || (address->port != 0 && !has_port_offset(*address));
}

// HAProxy makes the cookie of a server of its address, its port and a key.
bool has_dynamic_cookies(const Config& config, const Section& section) {
  const Directive* const cookie = config.effective(section, "cookie");
  return cookie != nullptr && cookie->option("dynamic") != nullptr &&
         config.effective(section, "dynamic-cookie-key") != nullptr;
}

// How many servers a line makes: `server-template NAME 3` and `NAME 1-3`.
std::int64_t servers_of(const Directive& d) {
  if (d.is("server")) return 1;
  const std::string_view count = d.text("count");
  const std::size_t dash = count.find('-');
  if (dash == std::string_view::npos) return syntax::leading_integer(count).value;
  return syntax::leading_integer(count.substr(dash + 1)).value - syntax::leading_integer(count).value + 1;
}

// It says so of each pair of servers; what must be resolved, as 127.1, is left alone.
void check_dynamic_cookies(Reading& reading, const Section& section) {
  if (!has_dynamic_cookies(reading.config(), section)) return;
  std::unordered_map<std::string, std::int64_t> seen;
  for (const Directive& d : section.directives) {
    const bool server = d.is("server") || d.is("server-template");
    const syntax::Address* const address = server ? d.address("address") : nullptr;
    if (address == nullptr || !is_literal(*address) || address->host_kind == syntax::HostKind::old_ipv4 ||
        ServerOptions(reading, section, d).find("cookie") != nullptr)
      continue;
    std::int64_t& others = seen[fmt::format("{}:{}", address->host, address->port)];
    for (std::int64_t i = std::min(servers_of(d), kMostServers); i > 0 && others < kMostServers; --i, ++others) {
      for (std::int64_t pairs = others; pairs > 0; --pairs) {
        reading
            .warning(
                "equal-dynamic-cookies", d.span,
                fmt::format("server {} has the address of another server, and so its cookie", quote(server_name(d))),
                "give the server a 'cookie' of its own")
            .whole = true;
      }
    }
  }
}

}  // namespace

void check_persistence(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_backend() || reading.disabled(section)) continue;
    check_dynamic_cookies(reading, section);
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
