#include "config/files/ciphers.hpp"

#include <openssl/ssl.h>

#include <memory>

namespace hapax::config {
namespace {

// Without a context, which only a lack of memory explains, a list is taken as it is.
template <class Set>
bool takes(Set set) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  return context == nullptr || set(context.get()) == 1;
}

}  // namespace

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

}  // namespace hapax::config
