// crt-store sections: what each `load` line names must be there, and be named once.
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/files/certificates.hpp"
#include "config/files/pem.hpp"

namespace hapax::config {
namespace {

std::string_view value(const Directive& d, std::string_view name) {
  const Option* const o = d.option(name);
  return o == nullptr ? std::string_view() : o->first_word();
}

class StoreChecker {
 public:
  explicit StoreChecker(Reading& reading) : reading_(reading), paths_(tls_paths(reading)) {}

  void run() {
    for (const Section& section : reading_.config().sections) {
      if (section.kind == SectionKind::crt_store) {
        read(section);
      } else if (section.is_proxy() && section.may_have_option("crt")) {
        note_certificates(section);
      }
    }
  }

 private:
  // A certificate that a bind line loaded cannot be declared any more.
  void note_certificates(const Section& section) {
    for (const Directive& d : section.directives)
      if (d.is("bind"))
        for (const Option& o : d.options())
          if (o.name() == "crt" && !o.args.empty() && !o.first_word().starts_with('@'))
            loaded_.insert(std::string(o.first_word()));
  }

  void read(const Section& store) {
    TlsPaths paths = paths_;
    for (const Directive& d : store.directives) {
      if (d.is("crt-base") && !d.args.empty()) paths.crt_base = d.first_word();
      if (d.is("key-base") && !d.args.empty()) paths.key_base = d.first_word();
      if (d.is("load")) load(store, d, paths);
    }
  }

  void load(const Section& store, const Directive& d, const TlsPaths& paths) {
    if (d.args.empty()) return;  // refused already
    const std::string_view crt = value(d, "crt");
    if (crt.empty()) {
      reading_.error("missing-argument", d.span, "'load' needs the file of a certificate", "add 'crt FILE'");
      return;
    }
    const std::string_view alias = value(d, "alias");
    const std::string own(alias.empty() ? crt : alias);
    const std::string name = store.name.empty() ? own : "@" + std::string(store.name) + "/" + own;
    if (!loaded_.insert(name).second) {
      reading_.error("duplicate-store-entry", d.span,
                     fmt::format("the certificate {} is named above already", quote(name)),
                     "put the crt-store section before the lines that use its certificates, and name each once");
      return;
    }
    const Option* const acme = d.option("acme");
    if (acme != nullptr && reading_.config().find(SectionKind::acme, value(d, "acme")) == nullptr) {
      reading_.error("unknown-reference", acme->span(), fmt::format("there is no section 'acme {}'", value(d, "acme")),
                     "declare it");
      return;
    }
    files(d, paths, crt);
  }

  void files(const Directive& d, const TlsPaths& paths, std::string_view crt) {
    FileAccess* const files = reading_.files();
    if (files == nullptr) return;
    const bool made_later = d.option("acme") != nullptr;
    const std::string path = under(paths.crt_base, crt);
    if (made_later && files->state(path) != FileState::regular && reading_.from(Version::v3_4)) return;
    if (!check_pem(reading_, paths, path, d.span, false)) return;
    const auto must_be_there = [&](std::string_view option, const std::string& base) {
      const std::string_view file = value(d, option);
      if (file.empty() || files->state(under(base, file)) == FileState::regular) return;
      reading_.error("missing-file", d.option(option)->span(),
                     fmt::format("the file {} cannot be read", quote(under(base, file))));
    };
    must_be_there("key", paths.key_base);
    must_be_there("ocsp", paths.crt_base);
    must_be_there("issuer", paths.crt_base);
    must_be_there("sctl", paths.crt_base);
    const auto must_hold = [&](std::string_view option, const std::string& base, auto holds, std::string_view rule,
                               std::string_view what) {
      const std::string_view file = value(d, option);
      const auto text = file.empty() ? std::nullopt : files->read(under(base, file), kLongestPem);
      if (!text || holds(*text)) return;
      reading_.error(rule, d.option(option)->span(),
                     fmt::format("{} holds no {} that can be read", quote(under(base, file)), what));
    };
    must_hold("key", paths.key_base, holds_key, "certificate-without-key", "private key without a password");
    must_hold("issuer", paths.crt_base, holds_certificate, "certificate-without-certificate",
              "certificate in PEM form");
    must_hold("sctl", paths.crt_base, is_timestamp_list, "malformed-timestamps",
              "list of signed certificate timestamps");
  }

  Reading& reading_;
  TlsPaths paths_;
  std::unordered_set<std::string> loaded_;
};

}  // namespace

void check_stores(Reading& reading) {
  if (reading.from(Version::v3_0)) StoreChecker(reading).run();
}

}  // namespace hapax::config
