// JSON Web Tokens (RFC 7515, 7518, 7519): what their parts say, and whether the signature is good.

#include <array>
#include <memory>
#include <optional>
#include <string>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "routing/convert/base64.hpp"
#include "routing/convert/converters.hpp"
#include "routing/convert/json_query.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// What jwt_verify gives.
constexpr std::int64_t kGood = 1;
constexpr std::int64_t kBad = 0;
constexpr std::int64_t kNoAlgorithm = -1;
constexpr std::int64_t kNoToken = -3;

struct Token {
  std::string_view signature;
  bool has_signature = false;
  std::string_view signed_part;  ///< head and payload with their dot
};

std::optional<Token> split(std::string_view text) {
  const auto first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find('.', first + 1);
  Token token;
  token.signed_part = text.substr(0, second);
  if (second == std::string_view::npos) return token;
  token.has_signature = true;
  token.signature = text.substr(second + 1);
  return token.signature.find('.') == std::string_view::npos ? std::optional(token) : std::nullopt;
}

struct Algorithm {
  enum class Kind : std::uint8_t { none, hmac, rsa, pss, ecdsa };
  Kind kind = Kind::none;
  const EVP_MD* digest = nullptr;
};

std::optional<Algorithm> algorithm_of(std::string_view name) {
  if (name == "none") return Algorithm{};
  if (name.size() != 5) return std::nullopt;
  Algorithm algorithm;
  const std::string_view kind = name.substr(0, 2);
  const std::string_view size = name.substr(2);
  algorithm.kind = kind == "HS"   ? Algorithm::Kind::hmac
                   : kind == "RS" ? Algorithm::Kind::rsa
                   : kind == "PS" ? Algorithm::Kind::pss
                   : kind == "ES" ? Algorithm::Kind::ecdsa
                                  : Algorithm::Kind::none;
  algorithm.digest = size == "256"   ? EVP_sha256()
                     : size == "384" ? EVP_sha384()
                     : size == "512" ? EVP_sha512()
                                     : nullptr;
  if (algorithm.kind == Algorithm::Kind::none || algorithm.digest == nullptr) return std::nullopt;
  return algorithm;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool hmac_is_good(const EVP_MD* digest, std::string_view key, std::string_view text, std::string_view signature) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(digest, key.data(), static_cast<int>(key.size()), bytes(text), text.size(), out, &size) == nullptr)
    return false;
  return std::string_view(reinterpret_cast<const char*>(out), size) == signature;
}

/// R and S one after the other, as tokens have them, in the form that OpenSSL reads.
std::string der_signature(std::string_view raw) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  const auto half = static_cast<int>(raw.size() / 2);
  if (pair == nullptr || ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes(raw), half, nullptr),
                                        BN_bin2bn(bytes(raw) + half, half, nullptr)) != 1) {
    return {};
  }
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &out);
  std::string der;
  if (size > 0) der.assign(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

bool signature_is_good(const Algorithm& algorithm, std::string_view pem, std::string_view text,
                       std::string_view signature) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* settings = nullptr;
  if (key == nullptr || EVP_DigestVerifyInit(context.get(), &settings, algorithm.digest, nullptr, key.get()) != 1)
    return false;
  if (algorithm.kind == Algorithm::Kind::pss &&
      (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) <= 0 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_AUTO) <= 0)) {
    return false;
  }
  const bool elliptic = EVP_PKEY_base_id(key.get()) == EVP_PKEY_EC;
  if (elliptic != (algorithm.kind == Algorithm::Kind::ecdsa)) return false;
  return EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

/// A text, or a variable as text.
std::optional<std::string_view> text_of(const Arg& arg, Context& c) {
  if (arg.kind != Arg::Kind::variable) return arg.text;
  const Sample* held = read_variable(arg.index, c);
  if (held == nullptr) return std::nullopt;
  Sample text = *held;
  return cast(text, SampleType::string, c.arena) ? std::optional(text.text) : std::nullopt;
}

/// jwt_verify(ALGORITHM,KEY): the key is a secret, or a public key in PEM that the compiler read. What the token itself
/// says about its algorithm does not count.
bool convert_verify(const Args& args, Context& c, Sample& s) {
  const auto name = text_of(args[0], c);
  const auto key = text_of(args[1], c);
  const auto algorithm = algorithm_of(name.value_or(""));
  if (!name || !key) return false;
  if (c.world.model.target >= Version::v3_2 && (name->empty() || key->empty())) return false;
  if (!algorithm) {
    s.set_integer(kNoAlgorithm);
    return true;
  }
  const auto verdict = [&]() -> std::int64_t {
    const auto token = split(s.text);
    if (!token) return kNoToken;
    if (algorithm->kind == Algorithm::Kind::none) return token->signature.empty() ? kGood : kBad;
    std::string signature;
    if (!token->has_signature || token->signature.empty() || !base64_decode(token->signature, kBase64Url, signature)) {
      return kNoToken;
    }
    if (algorithm->kind == Algorithm::Kind::hmac) {
      return hmac_is_good(algorithm->digest, *key, token->signed_part, signature) ? kGood : kBad;
    }
    if (algorithm->kind == Algorithm::Kind::ecdsa) {
      if (signature.size() % 2 != 0) return kNoToken;
      signature = der_signature(signature);
    }
    return signature_is_good(*algorithm, *key, token->signed_part, signature) ? kGood : kBad;
  }();
  s.set_integer(verdict);
  return true;
}

/// jwt_header_query, jwt_payload_query, whatever stands behind that part: the whole part (not before 3.2), or what
/// json_query finds in it. Since 3.2 a part with a zero byte in it has none of both.
template <bool payload>
bool convert_query(const Args& args, Context& c, Sample& s) {
  std::string_view encoded = s.text;
  if (payload) {
    const auto dot = encoded.find('.');
    if (dot == std::string_view::npos) return false;
    encoded.remove_prefix(dot + 1);
  }
  std::string text;
  if (!base64_decode(encoded.substr(0, encoded.find('.')), kBase64Url, text)) return false;
  if (c.world.model.target >= Version::v3_2 && text.find('\0') != std::string::npos) return false;
  s.set_string(c.arena.copy(text));
  if (!args[0].given() || args[0].text.empty()) return c.world.model.target >= Version::v3_2;
  return json_query(args[0].text, args[1].text == "int", c, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::jwt_verify, convert_verify},
    ConverterEntry{ConverterId::jwt_header_query, convert_query<false>},
    ConverterEntry{ConverterId::jwt_payload_query, convert_query<true>},
};

}  // namespace

std::span<const ConverterEntry> token_converters() { return kEntries; }

}  // namespace hapax::routing
