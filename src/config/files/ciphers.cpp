#include "config/files/ciphers.hpp"

#include <openssl/ssl.h>

#include <memory>

namespace hapax::config {

bool is_cipher_list(const std::string& list) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  return context == nullptr || SSL_CTX_set_cipher_list(context.get(), list.c_str()) == 1;
}

}  // namespace hapax::config
