// Which protocol of `proto` fits which side and mode, and FastCGI servers and the applications they need.
#include <array>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"

namespace hapax::config {
namespace {

struct Protocol {
  std::string_view name;
  bool http, tcp;    ///< modes
  bool front, back;  ///< sides
};
constexpr std::array kProtocols{Protocol{"h1", true, false, true, true}, Protocol{"h2", true, false, true, true},
                                Protocol{"fcgi", true, false, false, true}, Protocol{"none", false, true, true, true},
                                Protocol{"quic", true, false, true, false}};

const Protocol* find_protocol(std::string_view name) {
  for (const Protocol& p : kProtocols)
    if (p.name == name) return &p;
  return nullptr;
}

void refuse(Reading& reading, const Section& section, std::string_view name, Span span) {
  reading.error("protocol-not-usable", span,
                fmt::format("protocol {} cannot be spoken here by {}", quote(name), proxy_title(section)),
                "h1, h2 and fcgi need mode http, none needs mode tcp or log-forward; fcgi is for servers only");
}

void check_bind(Reading& reading, const Section& section, const Directive& d, bool http) {
  const Option* const proto = d.option("proto");
  const std::string_view address = d.arguments().empty() ? std::string_view() : d.arguments()[0].text;
  if (proto == nullptr && !http && address.starts_with("quic")) return refuse(reading, section, "quic", d.span);
  const Protocol* const p = proto == nullptr ? nullptr : find_protocol(proto->first_word());
  if (p == nullptr) return;
  const bool stream = p->name != "quic" || address.starts_with("quic");
  if (!p->front || !(http ? p->http : p->tcp) || !stream) refuse(reading, section, p->name, d.span);
}

// Listeners of logs read a stream as it comes.
void check_log_listeners(Reading& reading, const Section& section) {
  for (const Directive& d : section.directives) {
    const Option* const proto = d.is("bind") ? d.option("proto") : nullptr;
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

void check_server_protocols(Reading& reading, const Section& section, bool http) {
  FastCgi fast_cgi(reading, section);
  if (!reading.may_have_option(section, "proto")) return fast_cgi.end();
  for (const Directive& d : section.directives) {
    if (!d.is("server") && !d.is("server-template")) continue;
    const ServerOptions options(reading, section, d);
    const Option* const proto = options.find("proto");
    const Protocol* const p = proto == nullptr ? nullptr : find_protocol(proto->first_word());
    const bool back = p != nullptr && (p->back || (p->name == "quic" && reading.from(Version::v3_4)));
    if (p != nullptr && (!back || !(http ? p->http : p->tcp))) refuse(reading, section, p->name, d.span);
    fast_cgi.server(d, p != nullptr && p->name == "fcgi");
  }
  fast_cgi.end();
}

}  // namespace

void check_protocols(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (section.kind == SectionKind::log_forward) check_log_listeners(reading, section);
    if (!section.is_proxy() || reading.disabled(section)) continue;
    const ProxyMode mode = reading.mode(section);
    if (mode != ProxyMode::http && mode != ProxyMode::tcp) continue;
    const bool http = mode == ProxyMode::http;
    if (section.may_have_option("proto") || !http)
      for (const Directive& d : section.directives)
        if (d.is("bind")) check_bind(reading, section, d, http);
    check_server_protocols(reading, section, http);
  }
}

}  // namespace hapax::config
