// What a PEM file holds, as OpenSSL reads it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hapax::config {

/// So much is read of a file of certificates, or of a list of such files.
constexpr std::size_t kLongestPem = std::size_t{4} << 20;

/// The certificate of a server: the first one of the text. Those behind it are its chain.
enum class PemCertificate : unsigned char { none, malformed, too_weak, cut_chain, broken_chain, good };
PemCertificate examine_certificate(const std::string& pem);

/// Whether the text holds a private key that needs no password.
bool holds_key(const std::string& pem);

/// Whether the key of `key_pem` belongs to the first certificate of `certificate_pem`. Both must be there.
bool key_fits(const std::string& certificate_pem, const std::string& key_pem);

/// A certificate, whatever stands behind it.
bool holds_certificate(const std::string& pem);

/// A list of signed certificate timestamps.
bool is_timestamp_list(std::string_view bytes);

/// An answer of an OCSP server.
bool is_ocsp_response(const std::string& bytes);

/// Certificates or revocation lists, at least one, and none malformed.
bool holds_authorities(const std::string& pem);

/// Diffie-Hellman parameters; not those of X9.42, which `openssl dhparam -dsaparam` makes.
bool holds_dh_parameters(const std::string& pem);

}  // namespace hapax::config
