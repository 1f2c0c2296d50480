// What the OpenSSL that hapax is built with says of lists of algorithms.
#pragma once

#include <string>

namespace hapax::config {

bool is_cipher_list(const std::string& list);            ///< of TLS 1.2 and below: "ECDHE+AESGCM:!aNULL"
bool are_cipher_suites(const std::string& list);         ///< of TLS 1.3
bool are_curves(const std::string& list);                ///< "X25519:P-256"
bool are_signature_algorithms(const std::string& list);  ///< "RSA+SHA256:ECDSA+SHA256"

}  // namespace hapax::config
