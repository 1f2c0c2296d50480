#include "config/files/pem.hpp"

#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace hapax::config {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using OcspResponse = std::unique_ptr<OCSP_RESPONSE, Deleter<OCSP_RESPONSE_free>>;
using Context = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;

Bio reader(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// HAProxy asks nobody for a password, and neither do we.
int no_password(char*, int, int, void*) { return 0; }

Certificate first_certificate(const std::string& pem) {
  return Certificate(PEM_read_bio_X509_AUX(reader(pem).get(), nullptr, no_password, nullptr));
}

// What comes of the certificates of a text that begins with a good one.
PemCertificate examine_chain(const std::string& pem) {
  const Bio bio = reader(pem);
  ERR_clear_error();
  while (Certificate(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)) != nullptr) {
  }
  const unsigned long end = ERR_peek_error();
  ERR_clear_error();
  if (ERR_GET_LIB(end) != ERR_LIB_PEM) return PemCertificate::broken_chain;
  return ERR_GET_REASON(end) == PEM_R_NO_START_LINE ? PemCertificate::good : PemCertificate::cut_chain;
}

Key private_key(const std::string& pem) {
  return Key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_password, nullptr));
}

}  // namespace

PemCertificate examine_certificate(const std::string& pem) {
  const bool marked = pem.find("-----BEGIN CERTIFICATE-----") != std::string::npos ||
                      pem.find("-----BEGIN X509 CERTIFICATE-----") != std::string::npos ||
                      pem.find("-----BEGIN TRUSTED CERTIFICATE-----") != std::string::npos;
  if (!marked) return PemCertificate::none;
  const Certificate certificate = first_certificate(pem);
  const Context context(SSL_CTX_new(TLS_method()));
  const bool usable =
      context == nullptr || certificate == nullptr || SSL_CTX_use_certificate(context.get(), certificate.get()) == 1;
  ERR_clear_error();
  if (certificate == nullptr) return PemCertificate::malformed;
  return usable ? examine_chain(pem) : PemCertificate::too_weak;
}

bool holds_key(const std::string& pem) {
  const bool found = private_key(pem) != nullptr;
  ERR_clear_error();
  return found;
}

bool key_fits(const std::string& certificate_pem, const std::string& key_pem) {
  const Certificate certificate = first_certificate(certificate_pem);
  const Key key = private_key(key_pem);
  const bool fits =
      certificate == nullptr || key == nullptr || X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

bool holds_authorities(const std::string& pem) {
  STACK_OF(X509_INFO)* const list = PEM_X509_INFO_read_bio(reader(pem).get(), nullptr, no_password, nullptr);
  bool found = false;
  for (int i = 0; i < sk_X509_INFO_num(list); ++i) {
    const X509_INFO* const info = sk_X509_INFO_value(list, i);
    found = found || info->x509 != nullptr || info->crl != nullptr;
  }
  sk_X509_INFO_pop_free(list, X509_INFO_free);
  ERR_clear_error();
  return found;
}

bool holds_dh_parameters(const std::string& pem) {
  const Key parameters(PEM_read_bio_Parameters(reader(pem).get(), nullptr));
  ERR_clear_error();
  return parameters != nullptr && EVP_PKEY_is_a(parameters.get(), "DH") == 1;
}

bool holds_certificate(const std::string& pem) {
  const PemCertificate found = examine_certificate(pem);
  return found != PemCertificate::none && found != PemCertificate::malformed;
}

// RFC 6962, section 3.3: the length of all in two bytes, then the entries, each behind its length.
bool is_timestamp_list(std::string_view bytes) {
  const auto length_at = [&bytes](std::size_t at) {
    return std::size_t{static_cast<unsigned char>(bytes[at])} * 256 + static_cast<unsigned char>(bytes[at + 1]);
  };
  constexpr std::size_t kLength = 2;
  if (bytes.size() < kLength || length_at(0) != bytes.size() - kLength) return false;
  std::size_t at = kLength;
  while (at + kLength <= bytes.size()) at += kLength + length_at(at);
  return at == bytes.size();
}

bool is_ocsp_response(const std::string& bytes) {
  const Bio bio = reader(bytes);
  return OcspResponse(d2i_OCSP_RESPONSE_bio(bio.get(), nullptr)) != nullptr;
}

}  // namespace hapax::config
