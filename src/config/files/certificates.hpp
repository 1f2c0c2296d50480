// Certificate files: are they there, do they hold a certificate and its key.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// What global lines say about where files are.
struct TlsPaths {
  std::string crt_base, ca_base, key_base;
};
TlsPaths tls_paths(const Reading& reading);

/// A file or directory of `crt`. Reports on `span`, and returns false.
bool check_certificate(Reading& reading, const TlsPaths& paths, std::string_view name, Span span);

/// A list of certificates; each line is examined.
bool check_certificate_list(Reading& reading, const TlsPaths& paths, std::string_view name, Span span);

/// A file of certificates of authorities, or a directory of them.
bool check_authorities(Reading& reading, const TlsPaths& paths, std::string_view name, Span span);

}  // namespace hapax::config
