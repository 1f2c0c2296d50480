// Only backends can be in mode log, and they choose servers in ways of their own.
#include <array>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_names.hpp"

namespace hapax::config {
namespace {

// Those that need HTTP are round robin without it.
constexpr std::array<std::string_view, 8> kForLogs{"balance",           "balance roundrobin", "balance random",
                                                   "balance sticky",    "balance log-hash",   "balance uri",
                                                   "balance url_param", "balance hdr"};

bool is_datagram(const syntax::Address& address) { return address.transport == syntax::SocketKind::datagram; }

bool fits(const Directive& balance) {
  for (const std::string_view name : kForLogs)
    if (balance.row->name == name) return true;
  return false;
}

// What it inherits, HAProxy finds too late to say it of the line; and then it only asks for a balance that fits, which
// a frontend may have, though without effect.
void check_frontend(Reading& reading, const Section& section) {
  if (reading.mode(section) != ProxyMode::log || reading.disabled(section) || section.last("mode") != nullptr) return;
  const Directive* const balance = balance_of(section, true);
  if (balance != nullptr && balance->ignored && fits(*balance)) return;
  reading
      .error("frontend-for-logs", section.span,
             fmt::format("{} inherits mode log, which is for backends only", proxy_title(section)),
             "set 'mode http' or 'mode tcp' in it")
      .whole = true;
}

// From 3.0 on HAProxy asks for datagrams when it starts the servers.
void check_datagrams(Reading& reading, const Section& section) {
  if (!reading.from(Version::v3_0) || reading.disabled(section) || reading.mode(section) == ProxyMode::log) return;
  for (const Directive& d : section.directives) {
    if (!d.is("server") && !d.is("server-template")) continue;
    const syntax::Address* const address = d.address("address");
    if (address == nullptr || !is_datagram(*address)) continue;
    reading.error("invalid-address", d.arg("address")->span(),
                  fmt::format("server {} is reached by datagrams, and {} is not in mode log", quote(server_name(d)),
                              proxy_title(section)),
                  "write 'tcp@' in place of 'udp@', or set 'mode log'");
  }
}

// From 3.0 on all servers of a backend get their logs in the same way: by datagrams, or by a stream.
void check_same_transport(Reading& reading, const Section& section) {
  if (!reading.from(Version::v3_0)) return;
  const syntax::Address* first = nullptr;
  for (const Directive& d : section.directives) {
    if (!d.is("server") && !d.is("server-template")) continue;
    const syntax::Address* const address = d.address("address");
    if (address == nullptr) return;
    if (first == nullptr) first = address;
    if (is_datagram(*first) == is_datagram(*address)) continue;
    reading
        .error("mixed-log-servers", d.span,
               fmt::format("server {} is not reached in the way of the servers above it", quote(server_name(d))),
               "write 'udp@' before all addresses of the backend, or before none")
        .whole = true;
    return;
  }
}

// HAProxy sends logs of a backend over IP, and to rings.
void check_families(Reading& reading, const Section& section) {
  for (const Directive& d : section.directives) {
    if (!d.is("server") && !d.is("server-template")) continue;
    const syntax::Address* const address = d.address("address");
    if (address == nullptr) continue;
    const auto family = address->family;
    using enum syntax::AddressFamily;
    if (family != unix_path && family != abstract && family != abstract_zero && family != reverse_http) continue;
    reading.error("invalid-address", d.arg("address")->span(),
                  fmt::format("{} is in mode log, and server {} has no address of IPv4 or IPv6", proxy_title(section),
                              quote(server_name(d))),
                  "write an address and a port, or name the socket on a 'log' line in place of the backend");
  }
}

// Logs are no connections: what looks at those has nothing to do. HAProxy says it of each kind of lines once.
void check_idle_lines(Reading& reading, const Section& section) {
  struct Kind {
    std::string_view beginning, noun;
    const Directive* last = nullptr;
  };
  std::array<Kind, 6> kinds{Kind{"tcp-request", "'tcp-request' rules"},
                            Kind{"tcp-response", "'tcp-response' rules"},
                            Kind{"stick ", "'stick' rules"},
                            Kind{"stick-table", "a stick table"},
                            Kind{"use-server", "'use-server' rules"},
                            Kind{"log-steps", "'log-steps'"}};
  for (const Directive& d : section.directives) {
    if (d.row == nullptr || d.ignored || d.is("tcp-request inspect-delay") || d.is("tcp-response inspect-delay"))
      continue;
    for (Kind& kind : kinds)
      if (d.row->name.starts_with(kind.beginning)) kind.last = &d;
  }
  const auto say = [&](const Directive& line, std::string_view noun) {
    reading
        .warning("ignored-for-logs", line.span,
                 fmt::format("{} is in mode log, which has no use for {}", proxy_title(section), noun),
                 "remove it, or put it into a section in another mode")
        .whole = true;
  };
  for (const Kind& kind : kinds)
    if (kind.last != nullptr) say(*kind.last, kind.noun);
  for (const std::string_view name : {"http-send-name-header", "dynamic-cookie-key"})
    if (const Directive* const line = reading.config().effective(section, name)) say(*line, quote(name));
}

// What says where all connections go: nothing is chosen then, and logs have no such way.
const Directive* fixed_way(const Config& config, const Section& section) {
  const Directive* const dispatch = section.last("dispatch");
  if (dispatch != nullptr && !dispatch->ignored) return dispatch;
  const Directive* const transparent = config.effective(section, "option transparent");
  return transparent != nullptr && !transparent->no ? transparent : nullptr;
}

}  // namespace

void check_log_backends(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (reading.datagrams && section.is_backend()) check_datagrams(reading, section);
    if (section.kind == SectionKind::frontend) check_frontend(reading, section);
    if (!section.is_proxy() || reading.mode(section) != ProxyMode::log || reading.disabled(section)) continue;
    check_idle_lines(reading, section);
    if (!section.is_backend()) continue;
    check_families(reading, section);
    check_same_transport(reading, section);
    const Directive* const balance = balance_of(section);
    const Directive* const way = balance != nullptr ? balance : fixed_way(reading.config(), section);
    if (way == nullptr || fits(*way)) continue;
    reading
        .error("balance-for-logs", way->span,
               fmt::format("{} is in mode log, where {} is not possible", proxy_title(section), quote(way->row->name)),
               "choose 'balance roundrobin', 'random', 'sticky' or 'log-hash'")
        .whole = true;
  }
}

}  // namespace hapax::config
