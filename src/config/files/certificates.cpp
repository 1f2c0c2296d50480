#include "config/files/certificates.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hapax::config {
namespace {

constexpr std::size_t kLongest = 4U << 20;

std::string under(const std::string& base, std::string_view name) {
  return name.starts_with('/') || base.empty() ? std::string(name) : base + "/" + std::string(name);
}

bool has_key(std::string_view pem) { return pem.find("PRIVATE KEY-----") != std::string_view::npos; }
bool has_certificate(std::string_view pem) {
  return pem.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos ||
         pem.find("-----BEGIN TRUSTED CERTIFICATE-----") != std::string_view::npos;
}

// Names that a crt-store section declares need no file of their own.
bool in_store(const Reading& reading, std::string_view name) {
  if (!reading.from(Version::v3_0)) return false;
  if (name.starts_with('@')) return true;
  for (const Section* store : reading.config().all(SectionKind::crt_store)) {
    for (const Directive& d : store->directives) {
      const Option* const crt = d.option("crt");
      const Option* const alias = d.option("alias");
      if ((crt != nullptr && crt->args[0].words[0].text == name) ||
          (alias != nullptr && alias->args[0].words[0].text == name))
        return true;
    }
  }
  return false;
}

bool check_pem(Reading& reading, const std::string& path, Span span) {
  FileAccess& files = *reading.options().files;
  const std::optional<std::string> pem = files.read(path, kLongest);
  if (!pem) {
    reading.error("missing-file", span, fmt::format("the certificate {} cannot be read", quote(path)));
    return false;
  }
  if (!has_certificate(*pem)) {
    reading.error("certificate-without-certificate", span,
                  fmt::format("{} holds no certificate in PEM form", quote(path)));
    return false;
  }
  if (has_key(*pem)) return true;
  std::string stem = path;
  if (stem.ends_with(".crt")) stem.resize(stem.size() - 4);
  if (files.state(path + ".key") == FileState::regular || files.state(stem + ".key") == FileState::regular) return true;
  reading.error("certificate-without-key", span, fmt::format("{} holds no private key", quote(path)),
                "put the key into the same file, or beside it as 'FILE.key'");
  return false;
}

bool check_directory(Reading& reading, const std::string& path, Span span) {
  const auto names = reading.options().files->list(path);
  if (!names) return true;
  for (const std::string& name : *names) {
    const bool other = name.starts_with('.') || name.ends_with(".key") || name.ends_with(".ocsp") ||
                       name.ends_with(".sctl") || name.ends_with(".issuer") || name.ends_with(".dh");
    const std::string file = fmt::format("{}/{}", path, name);
    if (other || reading.options().files->state(file) != FileState::regular) continue;
    if (!check_pem(reading, file, span)) return false;
  }
  return true;
}

bool is_bundle(FileAccess& files, const std::string& path) {
  for (const char* const end : {".rsa", ".ecdsa", ".dsa"})
    if (files.state(path + end) == FileState::regular) return true;
  return false;
}

}  // namespace

TlsPaths tls_paths(const Reading& reading) {
  TlsPaths paths;
  for (const Section* global : reading.config().all(SectionKind::global)) {
    const auto read = [&](std::string_view name, std::string& into) {
      const Directive* const d = global->last(name);
      if (d != nullptr && !d->args.empty()) into = d->args[0].words[0].text;
    };
    read("crt-base", paths.crt_base);
    read("ca-base", paths.ca_base);
    read("key-base", paths.key_base);
  }
  return paths;
}

bool check_certificate(Reading& reading, const TlsPaths& paths, std::string_view name, Span span) {
  FileAccess* const files = reading.options().files;
  if (files == nullptr || in_store(reading, name)) return true;
  const std::string path = under(paths.crt_base, name);
  switch (files->state(path)) {
    case FileState::regular:
      return check_pem(reading, path, span);
    case FileState::directory:
      return check_directory(reading, path, span);
    default:
      break;
  }
  if (is_bundle(*files, path)) return true;
  reading.error("missing-file", span, fmt::format("there is no certificate {}", quote(path)),
                "paths count from 'crt-base', else from the directory where HAProxy is started");
  return false;
}

bool check_authorities(Reading& reading, const TlsPaths& paths, std::string_view name, Span span) {
  FileAccess* const files = reading.options().files;
  if (files == nullptr || name == "@system-ca") return true;
  const std::string path = under(paths.ca_base, name);
  const FileState state = files->state(path);
  if (state == FileState::regular || state == FileState::directory) return true;
  reading.error("missing-file", span, fmt::format("the file of certificate authorities {} cannot be read", quote(path)),
                "paths count from 'ca-base', else from the directory where HAProxy is started");
  return false;
}

bool check_certificate_list(Reading& reading, const TlsPaths& paths, std::string_view name, Span span) {
  FileAccess* const files = reading.options().files;
  if (files == nullptr) return true;
  const std::optional<std::string> text = files->read(std::string(name), kLongest);
  if (!text) {
    reading.error("missing-file", span, fmt::format("the certificate list {} cannot be read", quote(name)));
    return false;
  }
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == '#') continue;
    line.remove_prefix(first);
    const std::size_t open = line.find('[');
    const std::size_t close = line.find(']');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
      std::string_view options = line.substr(open + 1, close - open - 1);
      if (options.find("ocsp-update") != std::string_view::npos && reading.target() < Version::v2_8) {
        reading.error("unknown-option", span,
                      fmt::format("the list {} uses 'ocsp-update', which HAProxy {} does not know", quote(name),
                                  to_string(reading.target())));
        return false;
      }
    }
    const std::string_view file = line.substr(0, std::min(line.find_first_of(" \t["), line.find('\r')));
    if (!check_certificate(reading, paths, file, span)) return false;
  }
  return true;
}

}  // namespace hapax::config
