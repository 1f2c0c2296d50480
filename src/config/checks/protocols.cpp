// Which protocol of `proto` fits which side and mode, and FastCGI servers and the applications they need.
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "config/check_kind.hpp"
#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"

namespace hapax::config {
namespace {

struct Protocol {
  std::string_view name;
  ProxyMode mode;
  bool front, back;  ///< sides
};
constexpr std::array kProtocols{
    Protocol{"h1", ProxyMode::http, true, true},    Protocol{"h2", ProxyMode::http, true, true},
    Protocol{"fcgi", ProxyMode::http, false, true}, Protocol{"none", ProxyMode::tcp, true, true},
    Protocol{"quic", ProxyMode::http, true, false}, Protocol{"spop", ProxyMode::spop, false, true}};

const Protocol* find_protocol(std::string_view name) {
  for (const Protocol& p : kProtocols)
    if (p.name == name) return &p;
  return nullptr;
}

void refuse(Reading& reading, const Section& section, std::string_view name, Span span) {
  reading.error(
      "protocol-not-usable", span,
      fmt::format("protocol {} cannot be spoken here by {}", quote(name), proxy_title(section)),
      "h1, h2 and fcgi need mode http, none needs mode tcp or log-forward, spop needs mode spop; fcgi and spop "
      "are for servers only");
}

void check_bind(Reading& reading, const Section& section, const Directive& d, ProxyMode mode) {
  const Option* const proto = d.option("proto");
  const std::string_view address = d.arguments().empty() ? std::string_view() : d.arguments()[0].text;
  if (d.option("accept-proxy") != nullptr && address.starts_with("quic") && reading.from(Version::v3_0))
    reading.error("protocol-not-usable", d.option("accept-proxy")->span(),
                  "connections by QUIC cannot begin with the PROXY protocol", "remove 'accept-proxy'");
  if (proto == nullptr && mode != ProxyMode::http && address.starts_with("quic"))
    return refuse(reading, section, "quic", d.span);
  const Protocol* const p = proto == nullptr ? nullptr : find_protocol(proto->first_word());
  if (p == nullptr) return;
  const bool fits = (p->name == "quic") == address.starts_with("quic");
  if (!p->front || p->mode != mode || !fits) refuse(reading, section, p->name, d.span);
}

// Listeners of logs read a stream as it comes.
void check_log_listeners(Reading& reading, const Section& section) {
  for (const Directive& d : section.directives) {
    if (!d.is("bind") && !d.is("dgram-bind")) continue;
    if (!d.arguments().empty() && d.arguments()[0].text.starts_with("quic")) refuse(reading, section, "quic", d.span);
    const Option* const proto = d.option("proto");
    if (proto != nullptr && find_protocol(proto->first_word()) != nullptr && proto->first_word() != "none")
      refuse(reading, section, proto->first_word(), d.span);
  }
}

class FastCgi {
 public:
  FastCgi(Reading& reading, const Section& section)
      : reading_(reading), section_(section), app_(reading.config().effective(section, "use-fcgi-app")) {
    for (const Directive* d : section.all("filter"))
      if (d->option("fcgi-app") != nullptr && app_ == nullptr) app_ = d;
  }

  void server(const Directive& d, bool fcgi) {
    found_ = found_ || fcgi;
    if (!fcgi || app_ != nullptr) return;
    reading_
        .error("fcgi-without-app", d.span,
               fmt::format("server {} speaks FastCGI, and {} names no application", quote(d.text("name")),
                           proxy_title(section_)),
               "add 'use-fcgi-app NAME'")
        .whole = true;
  }
  void end() {
    if (app_ == nullptr || found_) return;
    reading_
        .error("fcgi-without-server", app_->span,
               fmt::format("{} names a FastCGI application, and none of its servers speaks FastCGI",
                           proxy_title(section_)),
               "add 'proto fcgi' to a server")
        .whole = true;
  }

 private:
  Reading& reading_;
  const Section& section_;
  const Directive* app_;
  bool found_ = false;
};

const Protocol* protocol_of(const Reading& reading, const Section& section, const Directive& server) {
  const Option* const proto = ServerOptions(reading, section, server).find("proto");
  return proto == nullptr ? nullptr : find_protocol(proto->first_word());
}

bool is_server(const Directive& d) { return d.is("server") || d.is("server-template"); }

// HAProxy looks at them in disabled sections, too.
void check_applications_of(Reading& reading, const Section& section) {
  FastCgi fast_cgi(reading, section);
  if (reading.may_have_option(section, "proto")) {
    for (const Directive& d : section.directives) {
      if (!is_server(d)) continue;
      const Protocol* const p = protocol_of(reading, section, d);
      fast_cgi.server(d, p != nullptr && p->name == "fcgi");
    }
  }
  fast_cgi.end();
}

void check_server_protocols(Reading& reading, const Section& section, ProxyMode mode) {
  if (!reading.may_have_option(section, "proto")) return;
  for (const Directive& d : section.directives) {
    if (!is_server(d)) continue;
    const Protocol* const p = protocol_of(reading, section, d);
    const bool back = p != nullptr && (p->back || (p->name == "quic" && reading.from(Version::v3_4)));
    if (p != nullptr && (!back || p->mode != mode)) refuse(reading, section, p->name, d.span);
  }
}

// What the section's checks speak: HTTP, or bytes over TCP. From 3.2 on a command may do what it likes.
void check_check_protocols(Reading& reading, const Section& section) {
  if (!section.may_have_option("check-proto")) return;
  const std::string_view kind = check_kind(section);
  if (kind == "option external-check" && reading.from(Version::v3_2)) return;
  const ProxyMode needed = kind == "option httpchk" ? ProxyMode::http : ProxyMode::tcp;
  for (const Directive& d : section.directives) {
    const Option* const proto = is_server(d) ? d.option("check-proto") : nullptr;
    const Protocol* const p = proto == nullptr ? nullptr : find_protocol(proto->first_word());
    const bool spop = p != nullptr && p->mode == ProxyMode::spop && kind == "option spop-check";
    if (p == nullptr || p->mode == needed || spop || !ServerOptions(reading, section, d).is_on("check")) continue;
    reading
        .error("protocol-not-usable", proto->span(),
               fmt::format("the check of server {} cannot speak {}", quote(d.text("name")), quote(p->name)),
               "h1, h2 and fcgi are for 'option httpchk', and no other check has a protocol to choose")
        .whole = true;
  }
}

// `tcp-request content switch-mode http proto NAME`: what a connection that has begun as TCP goes on with.
void check_switches(Reading& reading, const Section& section) {
  if ((section.action_bits & name_bit("switch-mode")) == 0) return;
  for (const Directive& d : section.directives) {
    const Action* const action = d.action();
    if (action == nullptr || action->name() != "switch-mode") continue;
    const Arg* const proto = action->arg("name");
    const Protocol* const p = proto == nullptr ? nullptr : find_protocol(proto->words[0].text);
    if (p == nullptr || (p->front && p->mode == ProxyMode::http)) continue;
    reading
        .error("protocol-not-usable", proto->span(),
               fmt::format("connections cannot be switched to the protocol {}", quote(p->name)), "write h1 or h2")
        .whole = true;
  }
}

}  // namespace

void check_protocols(Reading& reading) {
  std::unordered_set<const Section*> inherited;
  for (const Section& section : reading.config().sections) {
    if (section.kind == SectionKind::log_forward) check_log_listeners(reading, section);
    if (section.kind == SectionKind::ring) check_server_protocols(reading, section, ProxyMode::tcp);
    if (!section.is_proxy()) continue;
    check_applications_of(reading, section);
    // Logs go as TCP does.
    const bool logs = reading.mode(section) == ProxyMode::log;
    const ProxyMode mode = logs ? ProxyMode::tcp : reading.mode(section);
    if (reading.disabled(section) || mode == ProxyMode::haterm) continue;
    if (section.may_have_option("proto") || section.may_have_option("accept-proxy") || mode != ProxyMode::http)
      for (const Directive& d : section.directives)
        if (d.is("bind")) check_bind(reading, section, d, mode);
    check_server_protocols(reading, section, mode);
    check_check_protocols(reading, section);
    for (const Section* s : chain(section))
      if (s == &section || inherited.insert(s).second) check_switches(reading, *s);
  }
}

}  // namespace hapax::config
