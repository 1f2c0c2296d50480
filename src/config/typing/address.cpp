#include "config/typing/address.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

#include <hapax/syntax/address.hpp>

namespace hapax::config {
namespace {

using syntax::Address;
using syntax::AddressFamily;
using syntax::HostKind;
using syntax::PortForm;
using syntax::Problem;
using syntax::SocketKind;

// What a role takes.
struct Role {
  std::string_view name;
  std::optional<Version> port_needed;  ///< from this version on
  bool range;
  bool offset;
  bool descriptor;
  bool names;     ///< a host that does not resolve is no error: it may resolve later
  bool datagram;  ///< udp@ and the like
  bool lists;     ///< several, separated by commas
  std::string_view example;
};

constexpr std::optional<Version> kAlways = Version::v2_6;
constexpr std::optional<Version> kNever;

constexpr std::array kRoles{
    Role{"bind", kAlways, true, false, true, false, false, true, ":80"},
    Role{"dgram", kAlways, true, false, true, false, true, true, ":514"},
    Role{"server", kNever, false, true, false, true, true, false, "192.0.2.1:80"},
    Role{"peer", Version::v2_8, false, false, false, false, false, false, "192.0.2.1:1024"},
    Role{"dispatch", kAlways, false, false, false, false, false, false, "192.0.2.1:80"},
    Role{"source", kNever, false, false, false, false, false, false, "192.0.2.1"},
    Role{"server-source", kNever, true, false, false, false, false, false, "192.0.2.1"},
    Role{"check", kNever, false, false, false, false, false, false, "192.0.2.1"},
    Role{"agent", kNever, false, false, false, false, false, false, "192.0.2.1"},
    Role{"socks4", kAlways, false, false, false, false, false, false, "192.0.2.1:1080"},
    Role{"nameserver", kAlways, false, false, false, false, true, false, "192.0.2.1:53"},
    Role{"mailer", kAlways, false, false, false, false, false, false, "192.0.2.1:25"},
    Role{"log", kNever, false, false, true, false, true, false, "192.0.2.1:514"},
    Role{"http-proxy", kNever, false, false, false, false, false, false, "192.0.2.1:3128"},
    Role{"any", kNever, false, false, true, true, true, false, "192.0.2.1"},
};

const Role& role_of(std::string_view name) {
  for (const Role& role : kRoles)
    if (role.name == name) return role;
  return kRoles.back();
}

// HAProxy 2.6 complains of the address of a log-forward section, reads the words behind it, and refuses nothing.
bool goes_on_behind(const Reading& reading, const Role& role) {
  return reading.section != nullptr && reading.section->kind == SectionKind::log_forward &&
         !reading.from(Version::v2_8) && role.name == "bind";
}

class AddressReader {
 public:
  AddressReader(Reading& reading, const Place& place, const Role& role, Span span)
      : reading_(reading), place_(place), role_(role), span_(span) {}

  const Address* read(std::string_view text) {
    text = syntax::expand_address(text, reading_.environment, reading_.arena());
    const auto parsed = syntax::parse_address(text, reading_.target());
    if (!parsed) {
      const Problem problem = parsed.error().problem;
      // An address of another family is looked up like a name.
      const bool host = problem == Problem::bad_host || problem == Problem::bad_ipv4 || problem == Problem::bad_ipv6;
      if (role_.names && host && !is_read_at_once())
        return accept_name(text.substr(parsed.error().offset, parsed.error().length)) ? reading_.arena().keep(Address{})
                                                                                      : nullptr;
      return refuse(what_is_wrong(problem, text));
    }
    return accept(*parsed, text) ? reading_.arena().keep(*parsed) : nullptr;
  }

 private:
  // The server of a ring needs its address when its line is read, and what is no name cannot be looked up.
  [[nodiscard]] bool is_read_at_once() const {
    return reading_.section != nullptr && reading_.section->kind == SectionKind::ring && role_.name == "server";
  }

  [[nodiscard]] bool accept(const Address& a, std::string_view text) {
    if (text.starts_with("quic") && text.find('@') != std::string_view::npos && !reading_.has(Feature::quic)) {
      refuse(fmt::format("{} needs QUIC, which this build lacks", quote(text)));
      return false;
    }
    const bool connects = role_.name == "dispatch" || role_.name == "nameserver" || role_.name.ends_with("source");
    if (a.family == AddressFamily::reverse_http && connects) {
      refuse(fmt::format("{} connects, and nothing can connect to {}", quote(place_.owner), quote(text)));
      return false;
    }
    if (a.family == AddressFamily::reverse_http) reading_.experimental_used = true;
    if (a.family == AddressFamily::reverse_http && !reading_.experimental) {
      refuse(fmt::format("{} is experimental and must be allowed with 'expose-experimental-directives'", quote(text)));
      return false;
    }
    if (role_.name == "dgram" && (a.socket == SocketKind::stream || text.starts_with("quic"))) {
      refuse(fmt::format("{} takes datagrams, and {} is for streams", quote(place_.owner), quote(text)));
      return false;
    }
    const bool v6 = a.host_kind == HostKind::ipv6 && !a.bracketed;  // "::1:8085" is an address as well
    if (role_.name == "agent" && (!a.prefix.empty() || (a.port_form != PortForm::none && !v6) || !a.is_ip())) {
      refuse(fmt::format("{} takes an address or a name without a port, not {}", quote(place_.owner), quote(text)));
      return false;
    }
    if (a.transport == SocketKind::datagram) reading_.datagrams = true;
    if (a.transport == SocketKind::datagram && !accept_datagrams(text)) return false;
    if (role_.name == "mailer" && (!a.is_ip() || a.mptcp || text.starts_with("quic"))) {
      refuse(fmt::format("a mail server is reached over TCP, and {} is no address for it", quote(text)));
      return false;
    }
    if (!a.is_ip()) {
      const bool descriptor = a.family == AddressFamily::descriptor || a.family == AddressFamily::socket_pair;
      if (descriptor && !role_.descriptor) refuse(fmt::format("{} takes no file descriptor", quote(place_.owner)));
      return !descriptor || role_.descriptor;
    }
    return accept_port(a, text) && accept_host(a);
  }

  // What no name server knows is for the time of running, except that no part of a server's name may be empty; a dot at
  // the end of the whole is none.
  [[nodiscard]] bool accept_name(std::string_view host) {
    const bool empty_part = host.starts_with('.') || host.find("..") != std::string_view::npos;
    if (role_.name != "server" || !empty_part) return true;
    report("invalid-host-name",
           fmt::format("{} is no name of a host: there is nothing before one of its dots", quote(host)),
           "a variable that may be empty needs a value for then: \"${NAME-value}\"");
    return false;
  }

  [[nodiscard]] bool accept_host(const Address& a) {
    const bool literal = a.host_kind == HostKind::ipv4 || a.host_kind == HostKind::ipv6 || a.host_kind == HostKind::any;
    if (role_.name == "http-proxy" && !literal) {
      refuse(
          fmt::format("{} takes an IP address, and the name {} is not looked up", quote(place_.owner), quote(a.host)));
      return false;
    }
    if (a.host_kind == HostKind::impossible && !role_.names) {
      refuse(fmt::format("{} is neither an IP address nor a name that can resolve", quote(a.host)));
      return false;
    }
    return true;
  }

  [[nodiscard]] bool needs_port() const { return role_.port_needed && reading_.from(*role_.port_needed); }
  // Up to 2.6 the address of a peer is that of any server.
  [[nodiscard]] bool old_peer() const { return role_.name == "peer" && !reading_.from(Version::v2_8); }

  // Whether datagrams may go there: to log servers.
  [[nodiscard]] bool accept_datagrams(std::string_view text) {
    const bool server = role_.name == "server" || role_.name == "peer";
    if (role_.datagram && !server) return true;
    // Whether the section is one for logs shows when all of it has been read.
    if (server && reading_.section != nullptr && reading_.section->is_proxy() && reading_.from(Version::v3_0))
      return true;
    refuse(fmt::format("{} takes streams here, and {} is for datagrams", quote(place_.owner), quote(text)));
    return false;
  }

  [[nodiscard]] bool accept_port(const Address& a, std::string_view text) {
    if (a.port_form == PortForm::none && needs_port()) {
      missing_port(text);
      return false;
    }
    if (a.port_form == PortForm::range && a.port != a.last_port && !role_.range) {
      refuse(fmt::format("{} takes one port, and {} names a range", quote(place_.owner), quote(text)));
      return false;
    }
    if (has_port_offset(a) && !role_.offset && !old_peer()) {
      refuse(fmt::format("{} takes no port offset such as in {}", quote(place_.owner), quote(text)));
      return false;
    }
    if (needs_port() && a.port == 0 && a.port_form == PortForm::single) {
      refuse(fmt::format("port 0 in {} cannot be used", quote(text)));
      return false;
    }
    return true;
  }

  Diagnostic& report(std::string_view rule, std::string message, std::string help = {}) {
    return goes_on_behind(reading_, role_) ? reading_.alert(rule, span_, std::move(message), std::move(help))
                                           : reading_.error(rule, span_, std::move(message), std::move(help));
  }

  void missing_port(std::string_view text) {
    Diagnostic& d = report(
        "missing-port", fmt::format("{} needs a port, and {} names an address only", quote(place_.owner), quote(text)));
    d.label = "no port here";
    if (text == "*" || text == ":") {
      d.help.emplace_back("write ':80' for every address on port 80");
    } else {
      const bool colons = text.find(':') != std::string_view::npos && !text.ends_with(']');  // IPv6 without brackets
      d.help.push_back(fmt::format("write '{}{}{}{}', or the port that is meant", colons ? "[" : "", text,
                                   colons ? "]" : "", role_.example.substr(role_.example.rfind(':'))));
    }
  }

  std::string what_is_wrong(Problem problem, std::string_view text) {
    switch (problem) {
      case Problem::port_out_of_range:
        return fmt::format("the port in {} is not between 1 and 65535", quote(text));
      case Problem::bad_port_range:
        return fmt::format("the port range in {} begins above its end", quote(text));
      case Problem::unexpected_character:
        return fmt::format("the port in {} is not a number", quote(text));
      case Problem::bad_descriptor:
        return fmt::format("{} needs the number of a file descriptor", quote(text));
      case Problem::missing_port:
        return fmt::format("{} lacks the end of its port range", quote(text));
      default:
        return fmt::format("{} is no address", quote(text));
    }
  }

  const Address* refuse(std::string message) {
    report("invalid-address", std::move(message),
           fmt::format("an address looks like '{}', '[2001:db8::1]:80' or '/run/app.sock'", role_.example));
    return nullptr;
  }

  Reading& reading_;
  const Place& place_;
  const Role& role_;
  Span span_;
};

}  // namespace

bool is_literal(const syntax::Address& address) {
  using enum syntax::HostKind;
  return address.is_ip() && (address.host_kind == ipv4 || address.host_kind == ipv6 || address.host_kind == old_ipv4 ||
                             address.host_kind == any);
}

bool has_port_offset(const syntax::Address& address) {
  return address.port_form == PortForm::plus || address.port_form == PortForm::minus;
}

Value read_address(Reading& reading, const Place& place, std::string_view role_name, const Word& word) {
  const Role& role = role_of(role_name);
  const Address* first = nullptr;
  std::string_view rest = word.text;
  while (true) {
    const std::size_t comma = role.lists ? rest.find(',') : std::string_view::npos;
    const std::string_view text = rest.substr(0, comma);
    const auto offset = static_cast<std::size_t>(text.data() - word.text.data());
    const Span span = syntax::locate(word, offset, text.size());
    const Address* const made = AddressReader(reading, place, role, span).read(text);
    if (made == nullptr) return goes_on_behind(reading, role) ? Value(Text()) : Value();
    if (first == nullptr) first = made;
    if (comma == std::string_view::npos || comma + 1 == rest.size()) return first;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace hapax::config
