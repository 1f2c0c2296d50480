// TLS on bind and server lines: certificates, authorities, verification.
#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/files/certificates.hpp"
#include "config/files/ciphers.hpp"

namespace hapax::config {
namespace {

std::string_view value(const Option& o) { return o.args.empty() ? std::string_view() : o.args[0].words[0].text; }

class BindChecker {
 public:
  BindChecker(Reading& reading, const TlsPaths& paths) : reading_(reading), paths_(paths) {}

  void run(const Section& section, const Directive& d) {
    for (const Option& o : d.options()) {
      if (!file(o)) return;
    }
    if (d.option("ssl") == nullptr) return;
    verification(d);
    ciphers(d);
    const bool certificate = d.option("crt") != nullptr || d.option("crt-list") != nullptr ||
                             d.option("default-crt") != nullptr || d.option("generate-certificates") != nullptr ||
                             d.option("strict-sni") != nullptr;
    const bool named = section.is_frontend() && reading_.config().effective(section, "ssl-f-use") != nullptr;
    if (certificate || named) return;
    reading_.error("bind-without-certificate", d.option("ssl")->span, "this TLS listener has no certificate",
                   "add 'crt FILE', where FILE holds the certificate and its key");
  }

 private:
  bool file(const Option& o) {
    const std::string_view name = o.name();
    if (name == "crt" || name == "default-crt") return check_certificate(reading_, paths_, value(o), o.span);
    if (name == "crt-list") return check_certificate_list(reading_, paths_, value(o), o.span);
    if (name == "ca-file" || name == "ca-verify-file" || name == "crl-file")
      return check_authorities(reading_, paths_, value(o), o.span);
    return true;
  }

  void ciphers(const Directive& d) {
    const Option* const list = d.option("ciphers");
    if (list == nullptr || is_cipher_list(std::string(value(*list)))) return;
    reading_.error("invalid-ciphers", list->span,
                   fmt::format("OpenSSL does not take the cipher list {}", quote(value(*list))),
                   "names are joined by ':'; 'openssl ciphers LIST' shows what a list means");
  }

  void verification(const Directive& d) {
    const Option* const verify = d.option("verify");
    if (verify == nullptr || value(*verify) == "none" || d.option("ca-file") != nullptr) return;
    reading_.error("verify-without-authority", verify->span,
                   "client certificates are verified, and nothing says against which authorities",
                   "add 'ca-file FILE', or write 'verify none'");
  }

  Reading& reading_;
  const TlsPaths& paths_;
};

// Options of a server: its own, else those of the default-server lines that hold for it.
class ServerOptions {
 public:
  ServerOptions(const Section& section, const Directive& server) {
    for (const Section* s : chain(section)) {
      for (const Directive& d : s->directives) {
        if (&d == &server) break;
        if (d.is("default-server")) add(d);
      }
    }
    add(server);
  }
  [[nodiscard]] const Option* find(std::string_view name) const {
    for (auto it = options_.rbegin(); it != options_.rend(); ++it)
      if ((*it)->name() == name) return *it;
    return nullptr;
  }
  /// The last of `name` and `no-name` is `name`.
  [[nodiscard]] bool is_on(std::string_view name) const {
    const std::string off = "no-" + std::string(name);
    for (auto it = options_.rbegin(); it != options_.rend(); ++it) {
      if ((*it)->name() == name) return true;
      if ((*it)->name() == off) return false;
    }
    return false;
  }

 private:
  void add(const Directive& d) {
    for (const Option& o : d.options()) options_.push_back(&o);
  }
  std::vector<const Option*> options_;
};

bool verifies_by_default(const Reading& reading) {
  for (const Section* global : reading.config().all(SectionKind::global)) {
    const Directive* const d = global->last("ssl-server-verify");
    if (d != nullptr && d->text("mode") == "none") return false;
  }
  return true;
}

void check_server(Reading& reading, const TlsPaths& paths, const Section& section, const Directive& d) {
  for (const Option& o : d.options()) {
    if (o.name() == "ca-file" || o.name() == "crl-file") {
      if (!check_authorities(reading, paths, value(o), o.span)) return;
    }
    if (o.name() == "crt" && !check_certificate(reading, paths, value(o), o.span)) return;
  }
  if (d.is("default-server")) return;
  const ServerOptions options(section, d);
  const bool checked = section.kind != SectionKind::peers && options.is_on("check-ssl");
  if (!options.is_on("ssl") && !checked) return;
  const Option* const verify = options.find("verify");
  const bool verified = verify == nullptr ? verifies_by_default(reading) : value(*verify) != "none";
  if (!verified || options.find("ca-file") != nullptr) return;
  reading.error(
      "server-verify-without-authority", d.span,
      fmt::format("the certificate of server {} is verified, and nothing says against which authorities",
                  quote(d.text("name"))),
      "add 'ca-file FILE' ('ca-file @system-ca' for those of the system), or 'verify none' on a trusted network");
}

// A crt-store entry must be the first to name its certificate.
void check_stores(Reading& reading) {
  if (!reading.from(Version::v3_0)) return;
  std::unordered_set<std::string_view> loaded;
  for (const Section& section : reading.config().sections) {
    for (const Directive& d : section.directives) {
      const bool load = d.is("load");
      if (!load && !d.is("bind")) continue;
      for (const Option& o : d.options()) {
        if (o.name() != "crt" || (load && !section.name.empty())) continue;
        if (loaded.insert(value(o)).second || !load || d.option("alias") != nullptr) continue;
        reading.error("duplicate-store-entry", d.span,
                      fmt::format("the certificate {} is named above already", quote(value(o))),
                      "put the crt-store section before the lines that use its certificates");
      }
    }
  }
}

}  // namespace

void check_tls(Reading& reading) {
  check_stores(reading);
  const TlsPaths paths = tls_paths(reading);
  BindChecker binds(reading, paths);
  for (const Section& section : reading.config().sections) {
    const bool disabled = section.is_proxy() && is_disabled(reading.config(), section);
    for (const Directive& d : section.directives) {
      if (d.is("bind") && !disabled) binds.run(section, d);
      if (d.is("server") || d.is("server-template") || d.is("default-server")) check_server(reading, paths, section, d);
      if (d.is("ssl-f-use") && d.option("crt") != nullptr)
        check_certificate(reading, paths, value(*d.option("crt")), d.span);
    }
  }
}

}  // namespace hapax::config
