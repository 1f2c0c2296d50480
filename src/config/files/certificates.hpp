// Certificate files: are they there, do they hold a certificate and the key that belongs to it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "config/reading.hpp"

namespace hapax::config {

/// What global lines say about where files are, and which ones are read beside a certificate.
struct TlsPaths {
  std::string crt_base, ca_base, key_base;
  bool key_beside = true;          ///< FILE.key is read when FILE holds no key (ssl-load-extra-files)
  bool extension_removed = false;  ///< site.key, not site.crt.key (ssl-load-extra-del-ext)
};
TlsPaths tls_paths(const Reading& reading);

/// "base/name", or the name where it is absolute or there is no base.
std::string under(const std::string& base, std::string_view name);

/// The `load` line of a crt-store above `use` that has this name; null: none.
const Directive* find_store_entry(const Reading& reading, const TlsPaths& paths, std::string_view name, Span use);

/// What options say of how a certificate is loaded, to be compared with the same of other lines: its key, issuer,
/// OCSP answer and so on.
std::string load_settings(std::span<const Option> options, Version target);

/// How many certificates a `crt` brings; nothing when it was refused, and reported on `span`. Where no file is looked
/// at, or the name is one of a crt-store, it is taken to bring one. `directories`: a directory of files will do.
std::optional<std::size_t> check_certificate(Reading& reading, const TlsPaths& paths, std::string_view name, Span span,
                                             bool directories);

/// A certificate whose key may be in a file that is named; what `load` of a crt-store takes.
bool check_pem(Reading& reading, const TlsPaths& paths, const std::string& path, Span span, bool with_key);

/// A file of certificates of authorities or revocation lists, or a directory of them; `named`: warnings of the
/// directory's files name the line.
bool check_authorities(Reading& reading, const TlsPaths& paths, std::string_view name, Span span, bool named);

}  // namespace hapax::config
