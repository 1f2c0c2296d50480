// TLS on bind and server lines: algorithms that OpenSSL does not know, and ranges of TLS versions with nothing in them.
// What a line does not say comes from the defaults of the global section.
#include <span>
#include <vector>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"
#include "config/checks/tls_versions.hpp"
#include "config/files/ciphers.hpp"

namespace hapax::config {
namespace {

class Defaults {
 public:
  explicit Defaults(const Config& config) : globals_(config.all(SectionKind::global)) {}

  [[nodiscard]] std::string_view of(std::string_view directive) const {
    std::string_view found;
    for (const Section* global : globals_) {
      const Directive* const d = directive.empty() ? nullptr : global->last(directive);
      if (d != nullptr && !d->args.empty()) found = d->first_word();
    }
    return found;
  }

 private:
  std::vector<const Section*> globals_;
};

// Options are found by `find(name)`, and all of them listed by `list`.
template <class Find>
void check_algorithms(Reading& reading, const Directive& d, const Defaults& defaults, bool bind, Find find) {
  for (const AlgorithmOption& setting : algorithm_options()) {
    const Option* const own = find(setting.option);
    if (setting.option == "ecdhe" && (own == nullptr || find("curves") != nullptr)) continue;
    const std::string_view list =
        own != nullptr ? own->first_word() : defaults.of(bind ? setting.bind_default : setting.server_default);
    if (list.empty() || setting.takes(std::string(list))) continue;
    const bool here = own != nullptr && bind && d.option(own->name()) == own;
    reading.error(setting.rule, here ? own->span() : d.span,
                  fmt::format("OpenSSL does not take the {} {}", setting.what, quote(list)), std::string(setting.help));
  }
}

void check_versions(Reading& reading, const Directive& d, const TlsVersions& range) {
  constexpr std::string_view kBounds = "say it with 'ssl-min-ver' and 'ssl-max-ver' alone";
  if (range.has_off && range.bounded())
    reading.warning("tls-versions-unclear", d.span,
                    "'no-sslv3', 'no-tlsv10' and their like have no effect beside 'ssl-min-ver' and 'ssl-max-ver'",
                    std::string(kBounds));
  if (const std::size_t hole = range.hole(); hole != 0)
    reading.warning("tls-versions-unclear", d.span,
                    fmt::format("the TLS versions of this line have a hole at {}", kTlsVersions[hole]),
                    std::string(kBounds));
  if (!range.empty()) return;
  reading.error("no-tls-version", d.span, "this line leaves no TLS version to speak",
                "let 'ssl-min-ver' be at most 'ssl-max-ver', and leave out 'force-sslv3': SSL 3.0 is gone");
}

// The lines that make one listener, of which HAProxy names the first.
void check_listener(Reading& reading, std::span<const Directive* const> lines, const Defaults& defaults) {
  const auto find = [lines](std::string_view name) {
    const Option* last = nullptr;
    for (const Directive* const line : lines)
      if (const Option* const o = line->option(name)) last = o;
    return last;
  };
  if (find("ssl") == nullptr) return;
  const Directive& d = *lines.front();
  check_algorithms(reading, d, defaults, true, find);
  // QUIC speaks TLS 1.3 whatever the line says.
  if (reading.from(Version::v3_0) && !d.arguments().empty() && d.arguments()[0].text.starts_with("quic")) return;
  const auto [range, below_usual] = listener_tls_versions(reading.config(), lines);
  if (below_usual)
    reading.warning("tls-versions-unclear", d.span,
                    fmt::format("'ssl-max-ver {}' lies below the lowest version that a listener takes by itself",
                                kTlsVersions[range.highest]),
                    "write 'ssl-min-ver', too");
  check_versions(reading, d, range);
}

// All lines of a peers section make one listener.
void check_peer_listener(Reading& reading, const Section& section, const Defaults& defaults) {
  std::vector<const Directive*> lines;
  for (const Directive& d : section.directives)
    if (d.is("bind") || d.is("default-bind")) lines.push_back(&d);
  if (!lines.empty()) check_listener(reading, lines, defaults);
}

void check_server(Reading& reading, const Section& section, const Directive& d, const Defaults& defaults) {
  const ServerOptions options(reading, section, d);
  const bool checked = section.kind != SectionKind::peers && options.is_on("check-ssl");
  if (!options.is_on("ssl") && !checked) return;
  // These a server does not take from default-server.
  const auto find = [&](std::string_view name) {
    const bool own = name == "curves" || name == "sigalgs" || name == "client-sigalgs";
    return own ? d.option(name) : options.find(name);
  };
  check_algorithms(reading, d, defaults, false, find);
  TlsVersions range = default_tls_versions(reading.config(), "ssl-default-server-options");
  for (const Option* o : options.list()) range.apply(o->name(), o->first_word());
  check_versions(reading, d, range);
}

}  // namespace

void check_tls_settings(Reading& reading) {
  const Defaults defaults(reading.config());
  for (const Section& section : reading.config().sections) {
    // HAProxy prepares the listeners of disabled sections, too.
    const bool disabled = section.is_proxy() && reading.disabled(section);
    if (!reading.may_have_option(section, "ssl") && !reading.may_have_option(section, "check-ssl")) continue;
    const bool peers = section.kind == SectionKind::peers;
    const bool unused = peers && !has_local_peer(reading.config(), section);
    if (peers && !unused) check_peer_listener(reading, section, defaults);
    for (const Directive& d : section.directives) {
      const Directive* const line = &d;
      if (d.is("bind") && !peers) check_listener(reading, std::span(&line, 1), defaults);
      const bool server = d.is("server") || d.is("server-template") || d.is("peer");
      if (server && !disabled && !unused) check_server(reading, section, d, defaults);
    }
  }
}

}  // namespace hapax::config
