#include "config/files/certificates.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "config/files/pem.hpp"

namespace hapax::config {
namespace {

// Files beside certificates that are none themselves.
constexpr std::array<std::string_view, 5> kOther{".key", ".ocsp", ".sctl", ".issuer", ".dh"};

std::string key_path(const TlsPaths& paths, std::string path) {
  const std::size_t dot = path.rfind('.');
  const std::size_t slash = path.rfind('/');
  const bool extended = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  if (paths.extension_removed && extended) path.resize(dot);
  return path + ".key";
}

bool check_key(Reading& reading, const TlsPaths& paths, const std::string& path, const std::string& pem, Span span) {
  std::string key = pem;
  if (!holds_key(key)) {
    const auto beside = paths.key_beside ? reading.files()->read(key_path(paths, path), kLongestPem) : std::nullopt;
    if (!beside || !holds_key(*beside)) {
      reading.error(
          "certificate-without-key", span, fmt::format("{} holds no private key that can be read", quote(path)),
          fmt::format("put the key, without a password, into the same file or into {}", quote(key_path(paths, path))));
      return false;
    }
    key = *beside;
  }
  if (key_fits(pem, key)) return true;
  reading.error("certificate-key-mismatch", span,
                fmt::format("the private key beside the certificate {} is that of another certificate", quote(path)),
                "the file needs the key that the certificate was made with");
  return false;
}

std::optional<std::size_t> check_directory(Reading& reading, const TlsPaths& paths, const std::string& path,
                                           Span span) {
  const auto names = reading.files()->list(path);
  if (!names) return 0;
  std::size_t count = 0;
  for (const std::string& name : *names) {
    const bool other = name.starts_with('.') || std::any_of(kOther.begin(), kOther.end(),
                                                            [&](std::string_view end) { return name.ends_with(end); });
    const std::string file = fmt::format("{}/{}", path, name);
    if (other || reading.files()->state(file) != FileState::regular) continue;
    if (!check_pem(reading, paths, file, span, true)) return std::nullopt;
    ++count;
  }
  return count;
}

// site.pem stands for site.pem.rsa, site.pem.ecdsa and site.pem.dsa where there is no site.pem itself.
std::optional<std::size_t> check_bundle(Reading& reading, const TlsPaths& paths, const std::string& path, Span span) {
  std::size_t count = 0;
  for (const char* const end : {".rsa", ".ecdsa", ".dsa"}) {
    if (reading.files()->state(path + end) != FileState::regular) continue;
    if (!check_pem(reading, paths, path + end, span, true)) return std::nullopt;
    ++count;
  }
  if (count > 0) return count;
  reading.error("missing-file", span, fmt::format("there is no certificate {}", quote(path)),
                "paths count from 'crt-base', else from the directory where HAProxy is started");
  return std::nullopt;
}

// The name of an entry of a crt-store: "@store/alias", or the bare one of a section without a name.
bool is_entry(const Directive& load, const Section& store, std::string_view name) {
  const Option* const alias = load.option("alias");
  const Option* const crt = load.option("crt");
  const Option* const named = alias != nullptr ? alias : crt;
  if (named == nullptr || named->args.empty()) return false;
  const std::string_view own = named->first_word();
  if (store.name.empty()) return own == name || name == "@/" + std::string(own);
  return name == "@" + std::string(store.name) + "/" + std::string(own);
}

// An entry of a crt-store, and what its files count from.
struct StoreEntry {
  const Directive* load = nullptr;
  std::string crt_base;
};

StoreEntry find_entry(const Reading& reading, const TlsPaths& paths, std::string_view name, Span use) {
  for (const Section* store : reading.config().all(SectionKind::crt_store)) {
    std::string crt_base = paths.crt_base;
    for (const Directive& d : store->directives) {
      if (d.span.file == use.file && d.span.offset > use.offset) continue;
      if (d.is("crt-base") && !d.args.empty()) crt_base = d.first_word();
      if (d.is("load") && is_entry(d, *store, name)) return {&d, crt_base};
    }
  }
  return {};
}

// What the entry's own line does not say: without a key the certificate may still verify others. Whether a key in its
// file fits HAProxy does not ask here.
bool check_entry(Reading& reading, const TlsPaths& paths, const StoreEntry& entry, Span use) {
  const Option* const crt = entry.load->option("crt");
  if (reading.files() == nullptr || crt == nullptr || crt->args.empty() || entry.load->option("key") != nullptr ||
      entry.load->option("acme") != nullptr)
    return true;
  const std::string path = under(entry.crt_base, crt->first_word());
  const std::optional<std::string> pem = reading.files()->read(path, kLongestPem);
  return !pem || holds_key(*pem) || examine_certificate(*pem) != PemCertificate::good ||
         check_key(reading, paths, path, *pem, use);
}

// HAProxy takes what it can read of such a directory.
void check_authorities_of_directory(Reading& reading, const std::string& path, Span span, bool named) {
  constexpr std::array<std::string_view, 4> kRead{".pem", ".crt", ".cer", ".crl"};
  const auto names = reading.files()->list(path);
  if (!names) return;
  std::size_t loaded = 0;
  for (const std::string& name : *names) {
    const std::string file = fmt::format("{}/{}", path, name);
    const auto ends = [&name](std::string_view end) { return name.ends_with(end); };
    if (std::none_of(kRead.begin(), kRead.end(), ends) || reading.files()->state(file) != FileState::regular) continue;
    const std::optional<std::string> pem = reading.files()->read(file, kLongestPem);
    if (pem && holds_authorities(*pem)) {
      ++loaded;
      continue;
    }
    reading
        .warning(
            "authorities-left-out", span,
            fmt::format("HAProxy leaves out {}, which holds neither a certificate nor a revocation list", quote(file)),
            "remove the file from the directory, or give it another ending than .pem, .crt, .cer and .crl")
        .whole = !named;
  }
  if (loaded > 0) return;
  reading
      .warning("authorities-left-out", span,
               fmt::format("there is no certificate authority in the directory {}: nobody is trusted", quote(path)),
               "HAProxy reads the files there that end with .pem, .crt, .cer or .crl")
      .whole = !named;
}

}  // namespace

std::string under(const std::string& base, std::string_view name) {
  return name.starts_with('/') || base.empty() ? std::string(name) : base + "/" + std::string(name);
}

TlsPaths tls_paths(const Reading& reading) {
  TlsPaths paths;
  for (const Section* global : reading.config().all(SectionKind::global)) {
    const auto read = [&](std::string_view name, std::string& into) {
      const Directive* const d = global->last(name);
      if (d != nullptr && !d->args.empty()) into = d->first_word();
    };
    read("crt-base", paths.crt_base);
    read("ca-base", paths.ca_base);
    read("key-base", paths.key_base);
    if (global->last("ssl-load-extra-del-ext") != nullptr) paths.extension_removed = true;
    if (const Directive* const extra = global->last("ssl-load-extra-files")) {
      const auto words = extra->arguments();
      paths.key_beside =
          std::any_of(words.begin(), words.end(), [](const Word& w) { return w.text == "all" || w.text == "key"; });
    }
  }
  return paths;
}

bool check_pem(Reading& reading, const TlsPaths& paths, const std::string& path, Span span, bool with_key) {
  const std::optional<std::string> pem = reading.files()->read(path, kLongestPem);
  if (!pem) {
    reading.error("missing-file", span, fmt::format("the certificate {} cannot be read", quote(path)),
                  "paths count from 'crt-base', else from the directory where HAProxy is started");
    return false;
  }
  switch (examine_certificate(*pem)) {
    case PemCertificate::none:
    case PemCertificate::malformed:
      reading.error("certificate-without-certificate", span,
                    fmt::format("{} holds no certificate in PEM form that can be read", quote(path)),
                    "it begins with '-----BEGIN CERTIFICATE-----'");
      return false;
    case PemCertificate::cut_chain:
      if (!reading.from(Version::v2_8)) break;  // 2.6 takes the certificates before it
      [[fallthrough]];
    case PemCertificate::broken_chain:
      reading.error("certificate-chain-broken", span,
                    fmt::format("{} holds a good certificate, and one behind it that cannot be read", quote(path)),
                    "copy the certificates of the chain again, each from its BEGIN line to its END line");
      return false;
    case PemCertificate::too_weak:
      reading.error(
          "certificate-too-weak", span,
          fmt::format("OpenSSL refuses the certificate {}: its key or its signature is too weak", quote(path)),
          "use an RSA key of 2048 bits or more, or an elliptic curve, and a SHA-256 signature");
      return false;
    case PemCertificate::good:
      break;
  }
  return !with_key || check_key(reading, paths, path, *pem, span);
}

const Directive* find_store_entry(const Reading& reading, const TlsPaths& paths, std::string_view name, Span use) {
  return find_entry(reading, paths, name, use).load;
}

std::string load_settings(std::span<const Option> options, Version target) {
  std::map<std::string_view, std::string_view> settings;
  for (const Option& o : options)
    if (o.name() != "crt" && o.name() != "alias" && find_parameter("load", o.name(), target) != nullptr)
      settings[o.name()] = o.first_word();
  std::string text;
  for (const auto& [name, value] : settings) text += fmt::format("{} {}\n", name, value);
  return text;
}

std::optional<std::size_t> check_certificate(Reading& reading, const TlsPaths& paths, std::string_view name, Span span,
                                             bool directories) {
  const bool stores = reading.from(Version::v3_0);
  if (const StoreEntry entry = stores ? find_entry(reading, paths, name, span) : StoreEntry(); entry.load != nullptr)
    return check_entry(reading, paths, entry, span) ? std::optional<std::size_t>(1) : std::nullopt;
  if (stores && name.starts_with('@')) {
    reading.error("missing-file", span, fmt::format("no crt-store above has the certificate {}", quote(name)),
                  "write '@STORE/NAME', where NAME is the alias or the file of a 'load' line of that crt-store");
    return std::nullopt;
  }
  FileAccess* const files = reading.files();
  if (files == nullptr) return 1;
  const std::string path = under(paths.crt_base, name);
  const FileState state = files->state(path);
  if (state == FileState::directory && directories) return check_directory(reading, paths, path, span);
  if (state != FileState::regular) return check_bundle(reading, paths, path, span);
  return check_pem(reading, paths, path, span, true) ? std::optional<std::size_t>(1) : std::nullopt;
}

bool check_authorities(Reading& reading, const TlsPaths& paths, std::string_view name, Span span, bool named) {
  FileAccess* const files = reading.files();
  if (files == nullptr || name == "@system-ca") return true;
  const std::string path = under(paths.ca_base, name);
  if (files->state(path) == FileState::directory) {
    check_authorities_of_directory(reading, path, span, named);
    return true;
  }
  const std::optional<std::string> pem = files->read(path, kLongestPem);
  if (pem && holds_authorities(*pem)) return true;
  reading.error("missing-file", span,
                pem ? fmt::format("{} holds neither a certificate nor a revocation list", quote(path))
                    : fmt::format("the file of certificate authorities {} cannot be read", quote(path)),
                "paths count from 'ca-base', else from the directory where HAProxy is started");
  return false;
}

}  // namespace hapax::config
