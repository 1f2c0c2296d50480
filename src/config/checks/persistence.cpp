// What cookies that name a server by its address need: with `persist rdp-cookie` a port, with `cookie NAME dynamic` an
// address of its own.
#include <arpa/inet.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

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
  if (config.effective(section, "dynamic-cookie-key") == nullptr) return false;
  const Directive* const cookie = config.effective(section, "cookie");
  return cookie != nullptr && cookie->option("dynamic") != nullptr;
}

// How many servers a line makes.
std::int64_t servers_of(const Directive& d) {
  if (d.is("server")) return 1;
  const auto [first, last] = template_numbers(d.text("count"));
  return last - first + 1;
}

// The address as HAProxy keeps it; "127.1" is 127.0.0.1.
std::string numeric(const syntax::Address& address) {
  const std::string host(address.host_kind == syntax::HostKind::any ? "0.0.0.0" : address.host);
  in_addr v4{};
  char text[INET_ADDRSTRLEN];
  const bool known = inet_aton(host.c_str(), &v4) != 0 && inet_ntop(AF_INET, &v4, text, sizeof text) != nullptr;
  return fmt::format("{}:{}", known ? text : host, address.port);
}

// It says so of each pair of servers. What has to be looked up, as "127.1", it compares when all others have theirs,
// and names the line.
void compare_cookies(Reading& reading, const Section& section, std::unordered_map<std::string, std::int64_t>& seen,
                     bool looked_up) {
  for (const Directive& d : section.directives) {
    const bool server = d.is("server") || d.is("server-template");
    const syntax::Address* const address = server ? d.address("address") : nullptr;
    if (address == nullptr || !is_literal(*address) ||
        (address->host_kind == syntax::HostKind::old_ipv4) != looked_up ||
        ServerOptions(reading, section, d).find("cookie") != nullptr)
      continue;
    std::int64_t& others = seen[numeric(*address)];
    for (std::int64_t i = std::min(servers_of(d), kMostServers); i > 0 && others < kMostServers; --i, ++others) {
      for (std::int64_t pairs = others; pairs > 0; --pairs) {
        reading
            .warning(
                "equal-dynamic-cookies", d.span,
                fmt::format("server {} has the address of another server, and so its cookie", quote(server_name(d))),
                "give the server a 'cookie' of its own")
            .whole = !looked_up;
      }
    }
  }
}

void check_dynamic_cookies(Reading& reading, const Section& section) {
  if (!has_dynamic_cookies(reading.config(), section)) return;
  std::unordered_map<std::string, std::int64_t> seen;
  compare_cookies(reading, section, seen, false);
  compare_cookies(reading, section, seen, true);
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
