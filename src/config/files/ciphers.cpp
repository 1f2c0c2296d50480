#include "config/files/ciphers.hpp"

#include <openssl/ssl.h>

#include <array>
#include <memory>

namespace hapax::config {
namespace {

// Without a context, which only a lack of memory explains, a list is taken as it is.
template <class Set>
bool takes(Set set) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  return context == nullptr || set(context.get()) == 1;
}

bool is_cipher_list(const std::string& list) {
  return takes([&](SSL_CTX* context) { return SSL_CTX_set_cipher_list(context, list.c_str()); });
}
bool are_cipher_suites(const std::string& list) {
  return takes([&](SSL_CTX* context) { return SSL_CTX_set_ciphersuites(context, list.c_str()); });
}
bool are_curves(const std::string& list) {
  return takes([&](SSL_CTX* context) { return SSL_CTX_set1_curves_list(context, list.c_str()); });
}
bool are_signature_algorithms(const std::string& list) {
  return takes([&](SSL_CTX* context) { return SSL_CTX_set1_sigalgs_list(context, list.c_str()); });
}

constexpr std::string_view kColons = "names are joined by ':'; 'openssl ciphers LIST' shows what a list means";
constexpr std::array kOptions{
    AlgorithmOption{"ciphers", "ssl-default-bind-ciphers", "ssl-default-server-ciphers", is_cipher_list,
                    "invalid-ciphers", "cipher list", kColons},
    AlgorithmOption{"ciphersuites", "ssl-default-bind-ciphersuites", "ssl-default-server-ciphersuites",
                    are_cipher_suites, "invalid-ciphers", "list of TLS 1.3 cipher suites",
                    "for example 'TLS_AES_128_GCM_SHA256'"},
    AlgorithmOption{"curves", "ssl-default-bind-curves", "ssl-default-server-curves", are_curves,
                    "invalid-tls-algorithm", "list of curves", "for example 'X25519:P-256'"},
    AlgorithmOption{"ecdhe", "", "", are_curves, "invalid-tls-algorithm", "curve", "for example 'prime256v1'"},
    AlgorithmOption{"sigalgs", "ssl-default-bind-sigalgs", "ssl-default-server-sigalgs", are_signature_algorithms,
                    "invalid-tls-algorithm", "list of signature algorithms", "for example 'ECDSA+SHA256:RSA+SHA256'"},
    AlgorithmOption{"client-sigalgs", "ssl-default-bind-client-sigalgs", "ssl-default-server-client-sigalgs",
                    are_signature_algorithms, "invalid-tls-algorithm", "list of signature algorithms",
                    "for example 'ECDSA+SHA256:RSA+SHA256'"},
};

}  // namespace

std::span<const AlgorithmOption> algorithm_options() { return kOptions; }

}  // namespace hapax::config
