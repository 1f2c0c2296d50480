// TLS on bind and server lines: certificates, authorities, verification.
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"
#include "config/checks/tls_versions.hpp"
#include "config/files/certificates.hpp"
#include "config/files/crt_list.hpp"
#include "config/files/pem.hpp"

namespace hapax::config {
namespace {

class BindChecker {
 public:
  BindChecker(Reading& reading, const TlsPaths& paths) : reading_(reading), paths_(paths) {}

  // Reads the files of a line; false when one of them was refused.
  bool read_files(const Directive& d) {
    certificates_ = 0;
    lists_.clear();
    return read_more_files(d);
  }

  void run(const Section& section, const Directive& d) {
    if (!read_files(d)) return;
    weak_parameters(d);
    const bool quic = is_quic(d, d.option("ssl") != nullptr);
    if (quic) pacing(d);
    if (d.option("ssl") == nullptr && !quic) return;
    const Directive* const line = &d;
    versions_of_lists(std::span(&line, 1));
    verification(d, d.option("verify"), d.option("ca-file") != nullptr);
    signing(d);
    const bool named = section.is_frontend() && reading_.config().effective(section, "ssl-f-use") != nullptr;
    if (certificates_ == 0 && !named) no_certificate(d, d.option("ssl"), d.option("strict-sni") != nullptr);
  }

  // All lines of a peers section make one listener, of which HAProxy names the first; `used`: there is one at all.
  void run_peers(const Section& section, bool used) {
    certificates_ = 0;
    lists_.clear();
    std::vector<const Directive*> lines;
    for (const Directive& d : section.directives) {
      if (!d.is("bind") && !d.is("default-bind")) continue;
      lines.push_back(&d);
      if (!read_more_files(d)) return;
    }
    const auto find = [&section](std::string_view name) {
      const Option* last = nullptr;
      for (const Directive& d : section.directives)
        if (const Option* const o = d.is("bind") || d.is("default-bind") ? d.option(name) : nullptr) last = o;
      return last;
    };
    const Option* const ssl = find("ssl");
    bool quic = false;
    for (const Directive* const line : lines) quic = (line->is("bind") && is_quic(*line, ssl != nullptr)) || quic;
    if (!used || (ssl == nullptr && !quic)) return;
    const Directive* const first = lines.front();
    versions_of_lists(lines);
    const Option* const of_first = ssl != nullptr && ssl == first->option("ssl") ? ssl : nullptr;
    if (const Option* const verify = find("verify")) verification(*first, verify, find("ca-file") != nullptr);
    if (certificates_ == 0) no_certificate(*first, of_first, find("strict-sni") != nullptr);
  }

 private:
  // Warns where the line does not say that it is encrypted (`ssl`).
  bool is_quic(const Directive& d, bool ssl) {
    const bool quic = reading_.from(Version::v3_0) && reading_.has(Feature::openssl) && speaks_quic(d);
    if (quic && !ssl)
      reading_.warning("quic-without-ssl", d.span, "QUIC is always encrypted, and this line does not say 'ssl'",
                       "add 'ssl'");
    return quic;
  }

  bool read_more_files(const Directive& d) {
    for (const Option& o : d.options())
      if (!file(o)) return false;
    return true;
  }

  bool file(const Option& o) {
    const std::string_view name = o.name();
    if (name == "crt" || name == "default-crt") return certificate(o);
    if (name == "crt-list") return list(o);
    if (name == "ca-file" || name == "ca-verify-file" || name == "crl-file")
      return check_authorities(reading_, paths_, o.first_word(), o.span(), false);
    if (name == "tls-ticket-keys") return ticket_keys(o);
    return true;
  }

  // tune.ssl.default-dh-param 1024: OpenSSL has no parameters of so few bits for certificates that bring none.
  void weak_parameters(const Directive& d) {
    if (certificates_ == 0) return;
    for (const Section* global : reading_.config().all(SectionKind::global)) {
      const Directive* const bits = global->last("tune.ssl.default-dh-param");
      if (bits == nullptr || bits->integer("bits").value_or(0) > 1024) continue;
      reading_.warning("weak-dh-parameter", d.span,
                       "OpenSSL has no Diffie-Hellman parameters of 1024 bits for this line",
                       "write 'tune.ssl.default-dh-param 2048' into the global section, or remove the line there");
      return;
    }
  }

  // Since 3.0 a certificate is loaded in one way, that of the first line which names it; an entry of a crt-store may
  // be named without saying it again.
  bool is_loaded_like_that(std::string_view file, const std::string& settings, Span use) {
    if (!reading_.from(Version::v3_0) || reading_.files() == nullptr) return true;
    const Directive* const entry = find_store_entry(reading_, paths_, file, use);
    if (entry != nullptr) return settings.empty() || settings == load_settings(entry->options(), reading_.target());
    const auto [first, added] = loaded_.emplace(under(paths_.crt_base, file), settings);
    return added || first->second == settings;
  }

  // HAProxy complains of another way and goes on without the certificate.
  bool certificate(const Option& o) {
    const auto made = check_certificate(reading_, paths_, o.first_word(), o.span(), true);
    if (!made) return false;
    if (is_loaded_like_that(o.first_word(), {}, o.span())) return count(made);
    reading_.alert(
        "certificate-loaded-otherwise", o.span(),
        fmt::format("{} was loaded with settings by a line above, and this one says none", quote(o.first_word())),
        std::string(kOneWay));
    return true;
  }

  bool list(const Option& o) {
    std::optional<CertificateList> made = check_certificate_list(reading_, paths_, o.first_word(), o.span());
    if (!made) return false;
    for (const CertificateList::Loaded& line : made->loaded) {
      if (is_loaded_like_that(line.file, line.settings, o.span())) continue;
      reading_.error("certificate-loaded-otherwise", o.span(),
                     fmt::format("line {} of the list {}: {} was loaded with other settings by a line above", line.line,
                                 quote(o.first_word()), quote(line.file)),
                     std::string(kOneWay));
      return false;
    }
    certificates_ += made->certificates;
    if (!made->bounds.empty()) lists_.push_back({&o, std::move(made->bounds)});
    return true;
  }

  // What the lines of a list do not say of TLS versions comes from the listener.
  void versions_of_lists(std::span<const Directive* const> lines) {
    if (lists_.empty()) return;
    const TlsVersions own = listener_tls_versions(reading_.config(), lines).range;
    for (const auto& [option, bounds] : lists_) {
      for (const CertificateList::Bounds& b : bounds) {
        TlsVersions range = own.bounds();
        range.apply("ssl-min-ver", b.lowest);
        range.apply("ssl-max-ver", b.highest);
        if (!range.empty()) continue;
        const bool here = option == lines.front()->option("crt-list");
        reading_.error(
            "no-tls-version", here ? option->span() : lines.front()->span,
            fmt::format("line {} of the list {} leaves no TLS version to speak", b.line, quote(option->first_word())),
            "let its 'ssl-min-ver', or that of the listener, be at most its 'ssl-max-ver'");
        return;
      }
    }
  }

  bool count(std::optional<std::size_t> made) {
    certificates_ += made.value_or(0);
    return made.has_value();
  }

  bool ticket_keys(const Option& o) {
    FileAccess* const files = reading_.files();
    if (files == nullptr) return true;
    const auto text = files->read(std::string(o.first_word()), 1U << 20);
    if (text && holds_ticket_keys(*text)) return true;
    reading_.error("missing-file", o.span(),
                   text ? fmt::format("the file {} does not hold three ticket keys", quote(o.first_word()))
                        : fmt::format("the file of ticket keys {} cannot be read", quote(o.first_word())),
                   "a line holds the base64 of 48 or 80 random bytes: 'openssl rand -base64 80 | tr -d \"\\n\"'");
    return false;
  }

  // At least three lines, all of the same one of the two sizes.
  static bool holds_ticket_keys(std::string_view text) {
    constexpr std::size_t kShort = 64;  // of 48 bytes
    constexpr std::size_t kLong = 108;  // of 80
    std::size_t size = 0;
    std::size_t keys = 0;
    while (!text.empty()) {
      std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      line = line.substr(0, line.find('\r'));
      if (line.size() != kShort && line.size() != kLong) return false;
      if (size != 0 && line.size() != size) return false;
      size = line.size();
      ++keys;
    }
    return keys >= 3;
  }

  // Behind its bursts BBR measures too little.
  void pacing(const Directive& d) {
    const Option* const control = d.option("quic-cc-algo");
    if (control == nullptr || control->args.empty() || !control->first_word().starts_with("bbr")) return;
    const Directive* const off = last_global(reading_.config(), "tune.quic.disable-tx-pacing");
    if (off == nullptr) return;
    reading_
        .warning("bbr-without-pacing", control->span(), "BBR is slow where packets are not paced, which is turned off",
                 "remove 'tune.quic.disable-tx-pacing', or take 'cubic'")
        .related.push_back({off->span, "turned off here"});
  }

  static bool speaks_quic(const Directive& d) {
    const syntax::Address* const address = d.address("address");
    return address != nullptr && address->socket == syntax::SocketKind::datagram &&
           address->transport == syntax::SocketKind::stream;
  }

  void no_certificate(const Directive& d, const Option* ssl, bool strict) {
    const Span span = ssl == nullptr ? d.span : ssl->span();
    const std::string help = "add 'crt FILE', where FILE holds the certificate and its key";
    if (strict) {
      reading_.warning("bind-without-certificate", span,
                       "this TLS listener has no certificate, so that every connection will fail", help);
    } else {
      reading_.error("bind-without-certificate", span, "this TLS listener has no certificate", help);
    }
  }

  // The authority with whose key certificates are made on the fly.
  void signing(const Directive& d) {
    const Option* const sign = d.option("ca-sign-file");
    if (d.option("generate-certificates") == nullptr || reading_.files() == nullptr) return;
    if (sign == nullptr) {
      reading_.error("bind-without-certificate", d.span, "'generate-certificates' needs an authority to sign with",
                     "add 'ca-sign-file FILE'");
      return;
    }
    const std::string path = under(paths_.ca_base, sign->first_word());
    check_pem(reading_, paths_, path, sign->span(), true);
  }

  void verification(const Directive& d, const Option* verify, bool against_authorities) {
    if (verify == nullptr || verify->first_word() == "none" || against_authorities) return;
    const bool own = verify == d.option("verify");
    reading_.error("verify-without-authority", own ? verify->span() : d.span,
                   "client certificates are verified, and nothing says against which authorities",
                   "add 'ca-file FILE', or write 'verify none'");
  }

  static constexpr std::string_view kOneWay =
      "say 'key', 'issuer', 'ocsp', 'sctl' and 'ocsp-update' in the same way wherever a certificate is named";

  Reading& reading_;
  const TlsPaths& paths_;
  std::unordered_map<std::string, std::string> loaded_;  ///< how each file was loaded first
  std::size_t certificates_ = 0;
  struct List {
    const Option* option;
    std::vector<CertificateList::Bounds> bounds;
  };
  std::vector<List> lists_;  ///< those with lines that bound the TLS versions
};

bool verifies_by_default(const Reading& reading) {
  for (const Section* global : reading.config().all(SectionKind::global)) {
    const Directive* const d = global->last("ssl-server-verify");
    if (d != nullptr && d->text("mode") == "none") return false;
  }
  return true;
}

// A step of a check that speaks TLS: HAProxy prepares all servers of the section for it, even those without checks.
const Directive* find_tls_step(const Section& section) {
  for (const Section* s : chain(section)) {
    if (!s->may_have("tcp-check connect") && !s->may_have("http-check connect")) continue;
    for (const Directive& d : s->directives)
      if ((d.is("tcp-check connect") || d.is("http-check connect")) && d.option("ssl") != nullptr) return &d;
  }
  return nullptr;
}

struct ServerScene {
  bool used;  // not so where a peers section makes nothing
  bool verified_by_default;
  const Directive* tls_step;
};

void check_server(Reading& reading, const TlsPaths& paths, const Section& section, const Directive& d,
                  const ServerScene& scene) {
  if (d.may_have_option("ca-file") || d.may_have_option("crl-file")) {
    for (const Option& o : d.options()) {
      if (o.name() == "ca-file" || o.name() == "crl-file") {
        if (!check_authorities(reading, paths, o.first_word(), o.span(), true)) return;
      }
    }
  }
  if (d.is("default-server") || !scene.used) return;
  const bool peers = section.kind == SectionKind::peers;
  const ServerOptions options(reading, section, d);
  const bool own = options.is_on("ssl") || (!peers && options.is_on("check-ssl"));
  if (!own && scene.tls_step == nullptr) return;
  const std::size_t findings = reading.findings().list().size();
  const Option* const crt = options.find("crt");
  const bool loaded = crt == nullptr || check_certificate(reading, paths, crt->first_word(), d.span, false);
  if (peers) {
    for (std::size_t i = findings; i < reading.findings().list().size(); ++i) reading.findings().list()[i].whole = true;
  }
  if (!loaded) return;
  const Option* const verify = options.find("verify");
  const bool verified = verify == nullptr ? scene.verified_by_default : verify->first_word() != "none";
  if (!verified || options.find("ca-file") != nullptr) return;
  Diagnostic& found = reading.error(
      "server-verify-without-authority", d.span,
      fmt::format("the certificate of server {} is verified, and nothing says against which authorities",
                  quote(d.text("name"))),
      "add 'ca-file FILE' ('ca-file @system-ca' for those of the system), or 'verify none' on a trusted network");
  found.whole = peers;
  if (!own) found.related.push_back({scene.tls_step->span, "this check speaks TLS"});
}

// Whether the lines of a section have to be looked at, a step of its checks aside.
bool may_speak_tls(const Reading& reading, const Section& section) {
  for (const std::string_view name : {"bind", "default-bind", "ssl-f-use", "stats socket", "dgram-bind"})
    if (section.may_have(name)) return true;
  for (const std::string_view name : {"ssl", "check-ssl", "ca-file", "crl-file"})
    if (reading.may_have_option(section, name)) return true;
  return false;
}

// HAProxy's own client for HTTP; from 2.8 on it goes without where its authorities cannot be read.
void check_http_client(Reading& reading, FileAccess& files) {
  const Directive* const authorities = last_global(reading.config(), "httpclient.ssl.ca-file");
  const Directive* const verification = last_global(reading.config(), "httpclient.ssl.verify");
  if (authorities == nullptr || authorities->args.empty() || authorities->first_word().starts_with('@')) return;
  if (verification != nullptr && verification->text("mode") == "none") return;
  const std::string path(authorities->first_word());
  if (files.state(path) == FileState::directory) return;
  const auto pem = files.read(path, kLongestPem);
  if (pem && holds_authorities(*pem)) return;
  const std::string message = fmt::format("{} holds no certificates of authorities that can be read", quote(path));
  const std::string help =
      "requests of Lua scripts and OCSP updates over TLS cannot be verified without; '@system-ca' are those of the "
      "system";
  Diagnostic& found = reading.from(Version::v2_8) ? reading.alert("missing-file", authorities->span, message, help)
                                                  : reading.error("missing-file", authorities->span, message, help);
  found.whole = true;
}

void check_globals(Reading& reading) {
  FileAccess* const files = reading.files();
  if (files == nullptr) return;
  check_http_client(reading, *files);
  for (const Section* global : reading.config().all(SectionKind::global)) {
    for (const Directive& d : global->directives) {
      if (!d.is("ssl-dh-param-file") || d.args.empty()) continue;
      const auto pem = files->read(std::string(d.first_word()), 1U << 20);
      if (pem && holds_dh_parameters(*pem)) continue;
      reading.error("missing-file", d.span,
                    fmt::format("{} holds no Diffie-Hellman parameters that can be read", quote(d.first_word())),
                    "'openssl dhparam 2048' makes some");
    }
  }
}

}  // namespace

void check_tls(Reading& reading) {
  check_globals(reading);
  const TlsPaths paths = tls_paths(reading);
  const bool verified_by_default = verifies_by_default(reading);
  BindChecker binds(reading, paths);
  for (const Section& section : reading.config().sections) {
    const bool disabled = section.is_proxy() && reading.disabled(section);
    const Directive* const tls_step = section.is_backend() ? find_tls_step(section) : nullptr;
    if (tls_step == nullptr && !may_speak_tls(reading, section)) continue;
    const bool peers = section.kind == SectionKind::peers;
    const ServerScene scene{!peers || has_local_peer(reading.config(), section), verified_by_default, tls_step};
    if (peers) binds.run_peers(section, scene.used);
    for (const Directive& d : section.directives) {
      if (d.is("bind") && !peers) binds.run(section, d);  // in disabled sections, too
      if (d.is("stats socket") || d.is("dgram-bind")) (void)binds.read_files(d);
      const bool server = d.is("server") || d.is("server-template") || d.is("default-server") || d.is("peer");
      if (!disabled && server) check_server(reading, paths, section, d, scene);
      if (d.is("ssl-f-use") && d.option("crt") != nullptr)
        check_certificate(reading, paths, d.option("crt")->first_word(), d.span, false);
    }
  }
}

}  // namespace hapax::config
