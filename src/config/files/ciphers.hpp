// Lists of TLS ciphers, as OpenSSL reads them.
#pragma once

#include <string>

namespace hapax::config {

/// Whether OpenSSL takes the list for TLS up to 1.2 (`ciphers`).
bool is_cipher_list(const std::string& list);

}  // namespace hapax::config
