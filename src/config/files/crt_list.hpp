// Lists of certificates: what `crt-list FILE` names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/files/certificates.hpp"

namespace hapax::config {

/// What a list brings.
struct CertificateList {
  std::size_t certificates = 0;
  /// Lines that bound the TLS versions: the number of the line, and its bounds, empty where it leaves one to the
  /// listener.
  struct Bounds {
    std::size_t line;
    std::string_view lowest, highest;
  };
  std::vector<Bounds> bounds;
  /// What each line loads, and how (load_settings()).
  struct Loaded {
    std::size_t line;
    std::string file, settings;
  };
  std::vector<Loaded> loaded;
};

/// Nothing when the list was refused. Whatever is wrong in the file is reported on `span`, the words that name it, as
/// HAProxy does. Without access to files a list is taken to bring one certificate.
std::optional<CertificateList> check_certificate_list(Reading& reading, const TlsPaths& paths, std::string_view name,
                                                      Span span);

}  // namespace hapax::config
